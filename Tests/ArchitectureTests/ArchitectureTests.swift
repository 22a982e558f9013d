import Fixtures
import Foundation
import Testing

/// The allowed imports of each module, and the modules that use the system. A module missing in the table is an error.
struct ArchitectureTests {
    /// Arrows point to the left only.
    static let allowed: [(module: String, imports: Set<String>)] = [
        ("BinaryFormats", ["CLibelf", "CZlib", "CZstd", "Glibc", "Musl", "Dispatch"]),
        ("GoMetadata", ["BinaryFormats"]),
        ("Attribution", ["BinaryFormats", "GoMetadata"]),
        ("Linkage", ["BinaryFormats", "GoMetadata"]),
        ("Profiles", ["BinaryFormats", "GoMetadata", "CZlib"]),
        ("JSON", []),
        ("Planning", ["CYaml"]),
        ("Reports", ["Attribution", "Profiles", "Planning", "JSON"]),
        ("Gating", ["Planning", "Reports"]),
        ("Rendering", ["Attribution", "Planning", "JSON", "Reports"]),
        ("GoSource", []),
        (
            "Host",
            ["BinaryFormats", "CFaults", "CLauncher", "CProcess", "CZlib", "Dispatch", "Glibc", "Subprocess", "SystemPackage"]
        ),
        (
            "Toolchain",
            [
                "BinaryFormats", "GoMetadata", "JSON", "Planning", "Reports", "GoSource", "Host", "Glibc", "Subprocess",
                "SystemPackage",
            ]
        ),
        (
            "History",
            [
                "BinaryFormats", "CSQLite", "CZlib", "Planning", "Reports", "Host", "Toolchain", "Subprocess", "SystemPackage",
            ]
        ),
        (
            "Savings",
            [
                "BinaryFormats", "GoMetadata", "Attribution", "Linkage", "Profiles", "JSON", "Planning", "Reports", "GoSource",
                "Host",
                "Toolchain", "Subprocess", "SystemPackage",
            ]
        ),
        (
            "Building",
            [
                "BinaryFormats", "GoMetadata", "Attribution", "Linkage", "Profiles", "JSON", "Planning", "Reports", "GoSource",
                "Host",
                "Toolchain", "Savings", "Glibc", "Subprocess", "SystemPackage",
            ]
        ),
        ("Measuring", ["BinaryFormats", "GoMetadata", "Profiles", "JSON", "Planning", "Reports", "Host", "Subprocess"]),
        (
            "Pipelines",
            [
                "GoMetadata", "Linkage", "JSON", "Planning", "Reports", "Gating", "Rendering", "Host", "Toolchain", "History",
                "Savings", "Building", "Profiles", "Measuring",
                "Subprocess", "SystemPackage",
            ]
        ),
        (
            "pare",
            [
                "Profiles", "JSON", "Planning", "Reports", "Gating", "Rendering", "GoSource", "Host", "Toolchain", "History",
                "Savings", "Building", "Measuring", "Pipelines", "ArgumentParser",
            ]
        ),
    ]

    @Test func importsPointDownward() throws {
        let files = try SourceFile.all()
        #expect(files.count > 80)
        for file in files {
            guard let rule = Self.allowed.first(where: { $0.module == file.module }) else {
                Issue.record("\(file.path): \(file.module) is not in the table of modules")
                continue
            }
            for (module, line) in file.imports where !rule.imports.contains(module) {
                Issue.record("\(file.path):\(line): \(file.module) must not import \(module)")
            }
        }
    }

    /// Package.swift lists the modules in the order of the table, each below those it depends on.
    @Test func packageListsTheModulesInOrder() throws {
        let text = try String(contentsOfFile: "\(GoBuild.checkout)/Package.swift", encoding: .utf8)
        let target = /\.(?:target|executableTarget)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/
        let targets = text.matches(of: target).filter { !["CFaults", "CLauncher", "Fixtures"].contains($0.1) }
        #expect(targets.map { String($0.1) } == Self.allowed.map(\.module))
        for (index, target) in targets.enumerated() {
            let above = Set(targets[..<index].map(\.1))
            for name in (target.2 ?? "").matches(of: /"(\w+)"/).map(\.1) where targets.contains(where: { $0.1 == name }) {
                #expect(above.contains(name), "\(target.1) depends on \(name)")
            }
        }
    }

    /// Only Host and the modules above it open files, start processes, read clock, environment and terminal.
    @Test func onlyHostAndModulesAboveItUseTheSystem() throws {
        let above = Set(Self.allowed.filter { $0.module == "Host" || $0.imports.contains("Host") }.map(\.module))
        let types = /\b(FileManager|FileHandle|FileDescriptor|ProcessInfo|Process|CommandLine|URLSession)\s*[(.]/
        let functions =
            /\b(getenv|fopen|open|mmap|isatty|print|readLine|Date)\(|\b(Date|ContinuousClock|SuspendingClock)\.now/
        let reading = /\b(Data|String)\(contentsOf(File)?:/
        for file in try SourceFile.all() where !above.contains(file.module) {
            for place in file.places(of: types) + file.places(of: functions) + file.places(of: reading) {
                Issue.record("\(place)")
            }
        }
    }

    @Test func sourcesDoNotTrap() throws {
        for file in try SourceFile.all() {
            for place in file.places(of: /\btry!|\bas!|\b(fatalError|preconditionFailure|assertionFailure)\(/) {
                Issue.record("\(place)")
            }
        }
    }

    @Test func filesAreShortAndFoldersHaveNames() throws {
        let drawers: Set = ["core", "common", "utils", "utilities", "helpers", "shared", "managers", "manager", "misc"]
        for file in try SourceFile.all() + SourceFile.all(in: "Tests") {
            #expect(file.lines.count <= 320, "\(file.path) has \(file.lines.count) lines")
            let folders = file.path.split(separator: "/").dropLast().map { $0.lowercased() }
            #expect(drawers.isDisjoint(with: folders), "\(file.path)")
        }
    }

    /// Files to be read in one sitting: neither fragments that must be read together nor drawers.
    @Test func theMedianFileHas80To140Lines() throws {
        let counts = try SourceFile.all().map(\.lines.count).sorted()
        #expect((80...140).contains(counts[counts.count / 2]), "the median of \(counts.count) files")
    }

    /// `Hooks.swift` of Planning and Building still have one name.
    @Test func fileNamesAreDistinct() throws {
        let paths = Dictionary(grouping: try SourceFile.all().map(\.path)) { $0.split(separator: "/").last ?? "" }
        for (name, paths) in paths where paths.count > 1 && name != "Hooks.swift" {
            Issue.record("\(name): \(paths.joined(separator: ", "))")
        }
    }

    /// Violations in a sample, so that the checks cannot pass unnoticed without effect.
    @Test func checksFindViolations() {
        let file = SourceFile(
            path: "Sources/Planning/X.swift",
            text: """
                @_exported public import struct Foundation.URL
                  import Glibc
                let a = try! read() // as!
                let text = "try! this"
                """)
        #expect(file.imports.map(\.module) == ["Foundation", "Glibc"])
        #expect(file.places(of: /\btry!|\bas!/) == ["Sources/Planning/X.swift:3: let a = try! read() // as!"])
    }
}
