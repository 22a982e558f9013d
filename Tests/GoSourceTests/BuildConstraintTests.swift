import Testing

@testable import GoSource

struct BuildConstraintTests {
    @Test(arguments: [
        ("//go:build netgo && !windows\n\npackage a\n", ["netgo", "windows"], ["netgo"]),
        (
            "// Copyright\n\n/* a\n//go:build wrong\n*/\n//go:build (a1 || b_2) && a1 // go:build c\npackage a", ["a1", "b_2"],
            ["a1", "b_2"]
        ),
        (
            "//go:build go1.22 && amd64.v3 && cgo && race && ignore && gc && unix && plan9",
            ["go1.22", "amd64.v3", "cgo", "race", "ignore", "gc", "unix", "plan9"], []
        ),
        ("package a\n//go:build late\n", [], []),
        ("// +build old\n\npackage a\n", [], []),
        ("//go:buildx\n", [], []),
        ("", [], []),
    ])
    func tags(head: String, all: [String], custom: [String]) {
        let constraint = BuildConstraint(head: head)
        #expect(constraint.tags == all)
        #expect(constraint.customTags == custom)
    }

    @Test(arguments: [
        ("//go:build !slim\n", ["slim"]), ("//go:build (linux || darwin) && !slim && !android\n", ["android", "slim"]),
        ("//go:build slim || !( full)\n", []), ("//go:build ! slim\n", ["slim"]), ("package a\n", []),
    ])
    func negatedTags(head: String, negated: [String]) {
        #expect(BuildConstraint(head: head).negated.sorted() == negated)
    }
}
