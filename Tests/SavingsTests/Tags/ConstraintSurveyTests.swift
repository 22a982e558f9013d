import GoSource
import Testing

@testable import Savings

struct ConstraintSurveyTests {
    private func survey(_ lines: [(String, Bool)], set: Set<String> = []) -> ConstraintSurvey {
        let build = BuildTags(target: "linux/amd64", minor: 27, usesC: false, custom: set)
        return ConstraintSurvey(
            lines.enumerated().map { index, line in
                ("p\(index)", BuildConstraint(head: "//go:build \(line.0)\n\npackage p\n"), line.1)
            }, build)
    }

    @Test func changesAreReadFromTheFiles() {
        let found = survey([("slim", false), ("!slim", false), ("a && b", false), ("windows && far", false), ("linux", false)])
        #expect(
            found.changes == [
                .init(tags: ["slim"], packages: ["p0", "p1"]), .init(tags: ["a", "b"], packages: ["p2"]),
            ])
        #expect(found.withoutEffect == ["far"])
        #expect(found.exclusive.isEmpty)
    }

    /// As in package net: a file that only both tags compile is an error on purpose.
    @Test func pairsThatExcludeEachOther() {
        let found = survey([
            ("netgo", false), ("netcgo", false), ("netgo && netcgo", true), ("fast && !safe", false), ("safe", false),
            ("fast && safe && more", false),
        ])
        #expect(found.changes.map(\.tags) == [["fast"], ["netcgo"], ["netgo"], ["safe"]])
        #expect(found.exclusive == [["fast", "safe"], ["netcgo", "netgo"]])
        #expect(found.excludes(["netgo"]) == ["netcgo"])
        #expect(found.withoutEffect == ["more"])
    }

    @Test func tagsThatAreSet() {
        let found = survey([("slim && extra", false), ("!slim", false)], set: ["slim"])
        #expect(found.changes.map(\.tags) == [["extra"], ["slim"]])
    }

    @Test(arguments: [
        ("package net\n\nfunc init() {\n\t// why\n\t\"Do not use both.\"\n}\n", true),
        ("package net\n\nfunc init() { \"a\"; work() }\n", false), ("package net\n\nfunc Init() { \"a\" }\n", false),
        ("package net\n\nfunc init() { }\n", false), ("package net\n\nfunc init() { \"a\" }\n\nvar a = 1\n", false), ("", false),
    ])
    func errorsOnPurpose(source: String, isError: Bool) {
        #expect(isDeliberateError(source) == isError)
    }
}
