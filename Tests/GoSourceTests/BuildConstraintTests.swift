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

    static let build = BuildTags(target: "linux/amd64", minor: 27, usesC: true)

    @Test(arguments: [
        ("linux && !cgo", false), ("linux&&cgo", true), ("unix && (amd64 || arm64)", true), ("windows || darwin", false),
        ("go1.27 && !go1.28", true), ("go1.28", false), ("gc && !gccgo", true), ("a || !b && c", false),
        ("!(a || b) && linux", true),
        ("!!linux", true), ("goexperiment.arenas", nil), ("goexperiment.arenas && windows", false),
        ("goexperiment.arenas || linux", true), ("ignore", false), ("a &&", nil), ("(linux", nil), ("linux windows", nil),
        ("", nil),
        ("a & b", nil), (String(repeating: "(", count: 10_000), nil),
    ])
    func values(expression: String, value: Bool?) {
        let constraint = BuildConstraint(head: "//go:build \(expression)\n\npackage a\n")
        #expect(constraint.includes(Self.build) == value, "\(expression)")
    }

    @Test(arguments: [
        ("a.go", true), ("a_linux.go", true), ("a_windows.go", false), ("a_linux_arm64.go", false), ("a_linux_amd64.s", true),
        ("linux.go", true), ("a_arm64_test.go", false), ("a_unix.go", true), ("windows_amd64.go", true), ("a_js_wasm.go", false),
    ])
    func names(name: String, value: Bool) {
        #expect(BuildConstraint(head: "package a\n", name: name).includes(Self.build) == value)
        #expect(BuildConstraint(head: "//go:build windows\n", name: name).includes(Self.build) == false)
    }

    @Test(arguments: [
        ("slim", [["slim"]]), ("!slim && linux", [["slim"]]), ("slim && windows", []), ("a && b", [["a", "b"]]),
        ("a || b", [["a"], ["b"]]), ("a && !b", [["a"]]), ("linux || a", []), ("set", [["set"]]), ("set && a", [["a"]]),
        ("goexperiment.x && a", [["a"]]),
    ])
    func smallestChanges(expression: String, sets: [[String]]) {
        var build = Self.build
        build.custom = ["set"]
        let constraint = BuildConstraint(head: "//go:build \(expression)\n")
        #expect(Set(constraint.toggles(build)) == Set(sets.map(Set.init)), "\(expression)")
    }

    @Test(arguments: [
        ("a && !b", [["a", "b"]]), ("a && b", []), ("a || b", []), ("!a && !b", []), ("a && !b && windows", []),
        ("(a && !b) || (b && !a)", []),
    ])
    func exclusivePairs(expression: String, pairs: [[String]]) {
        let constraint = BuildConstraint(head: "//go:build \(expression)\n")
        #expect(Set(constraint.exclusivePairs(Self.build)) == Set(pairs.map(Set.init)), "\(expression)")
    }
}
