import Foundation
public import Testing

extension Trait where Self == ConditionTrait {
    /// A test that runs a real go: skipped without one, and by `make test-quick`.
    public static var runsGo: Self {
        .enabled(if: GoBuild.go != nil && !isQuick, Comment(rawValue: GoBuild.reason))
    }

    /// A test that runs another compiler: skipped by `make test-quick`.
    public static var runsCompiler: Self {
        .enabled(if: !isQuick, "runs a compiler: make test has it")
    }

    /// A test that runs a program of the system: skipped where it is missing, with the command that installs it.
    public static func needs(_ program: String, package: String) -> Self {
        .enabled(if: installed(program) != nil, "no \(program) on PATH: apt-get install \(package)")
    }
}

/// Ends the current test, or the current case of it, as skipped. `make test` lists the reason.
public func skip(_ reason: String) throws -> Never {
    noteSkip(reason)
    try Test.cancel(Comment(rawValue: reason))
}

/// The same for a part of the test: the rest still runs.
public func noteSkip(_ reason: String) {
    print("➜ skipped in \(Test.current?.name ?? "a test"): \(reason)")
}

/// Set by `make test-quick`.
private let isQuick = ProcessInfo.processInfo.environment["PARE_QUICK_TESTS"] == "1"

extension GoBuild {
    /// Reason for skipping a test that runs go.
    public static let reason =
        isQuick ? "runs go: make test has it" : "no go by PARE_GO, on PATH or in .toolchain: make setup installs one"

    /// Records an issue when the current test runs go without the trait: `make test-quick` could not leave it out.
    public static func expectTrait() {
        guard let test = Test.current else { return }
        let hasTrait = test.traits.contains { $0.comments.contains { $0.rawValue == reason } }
        if !hasTrait { Issue.record("\(test.name) runs go without the trait .runsGo") }
    }
}

/// Path of the first of the programs that is on `PATH`.
public func installed(_ programs: String...) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return programs.lazy.flatMap { program in folders.map { "\($0)/\(program)" } }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}
