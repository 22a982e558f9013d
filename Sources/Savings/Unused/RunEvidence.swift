internal import Linkage
package import Profiles

/// The functions that ran, by package and name in the source, and those of which it is known that they did not.
package struct RunEvidence: Sendable {
    package struct Place: Sendable, Hashable {
        package var file: String
        package var line: Int
    }

    /// Names of functions that ran, by import path.
    package private(set) var ran: [String: Set<String>] = [:]
    /// Functions that coverage counts, by import path, with the place of their first statement; nil for samples, which may fall
    /// into any function.
    package private(set) var counted: [String: [String: Place]]?
    package private(set) var runs = 0

    package init() {}

    /// Functions without statements are left out: they have no counter.
    package mutating func add(_ coverage: Coverage) {
        var counted = counted ?? [:]
        runs += coverage.runs
        for (path, package) in coverage.packages {
            for function in package.functions where !function.isLiteral && function.statements > 0 {
                guard let name = FunctionUse.declaredName(function.name) else { continue }
                counted[path, default: [:]][name] = Place(file: function.file, line: function.line)
                if function.ran { ran[path, default: []].insert(name) }
            }
        }
        self.counted = counted
    }

    /// All functions on the stacks of a profile.
    ///
    /// - Parameter main: import path of the main package.
    package mutating func add(_ profile: Profile, main: String) {
        runs += 1
        for function in profile.functions {
            guard let path = Profiles.package(ofFunction: function.name),
                let name = FunctionUse.declaredName(String(function.name.dropFirst(path.count + 1)))
            else { continue }
            ran[path == "main" ? main : path, default: []].insert(name)
        }
    }

    func hasEvidence(of package: String) -> Bool { counted == nil || counted?[package] != nil }
}
