import Fixtures
import Foundation
import Testing

/// README.md, ARCHITECTURE.md, CONTRIBUTING.md and docs against the checkout: what they name is there.
struct DocumentTests {
    static let documents: [String] = {
        let folder = try? FileManager.default.contentsOfDirectory(atPath: "\(GoBuild.checkout)/docs")
        let pages = (folder ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
        return ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] + pages
    }()

    private static func text(_ document: String) throws -> String {
        try String(contentsOfFile: "\(GoBuild.checkout)/\(document)", encoding: .utf8)
    }

    /// Paths below the folders of the checkout that are not made by a build; a trailing `*`, colon or period is none of it.
    static func paths(in text: String) -> [String] {
        text.matches(of: /\b(?:Sources|Tests|Scripts|pipelines|docs)\/[A-Za-z0-9_.+\/-]*[A-Za-z0-9\/]/).map { String($0.0) }
    }

    @Test(arguments: documents) func everyPathExists(document: String) throws {
        let text = try Self.text(document)
        for path in Set(Self.paths(in: text)).sorted() {
            // Pages build pipelines of a project of the reader's.
            if document.hasPrefix("docs/"), path.hasPrefix("pipelines/") { continue }
            #expect(FileManager.default.fileExists(atPath: "\(GoBuild.checkout)/\(path)"), "\(document) names \(path)")
        }
    }

    @Test func architectureListsEveryModuleInOrder() throws {
        let rows = try Self.text("ARCHITECTURE.md").matches(of: /(?m)^\| `(\w+)` \|/).map { String($0.1) }
        #expect(rows == ArchitectureTests.allowed.map(\.module))
    }

    /// Words in back quotes that begin with a capital are types of Sources.
    @Test func architectureNamesTypesThatExist() throws {
        let names = Set(try Self.text("ARCHITECTURE.md").matches(of: /`([A-Z][A-Za-z]+)`/).map { String($0.1) })
        let declared = Set(
            try SourceFile.all().flatMap { file in
                file.lines.compactMap { line in
                    line.firstMatch(of: /\b(?:struct|enum|class|actor|protocol|typealias)\s+(\w+)/).map { String($0.1) }
                }
            })
        #expect(names.count > 20)
        let missing = names.subtracting(declared).subtracting(ArchitectureTests.allowed.map(\.module))
        #expect(missing.subtracting(["Codable"]) == [])
    }

    /// Every `make` target that a document names has a rule.
    @Test(arguments: documents) func everyMakeTargetExists(document: String) throws {
        let rules = Set(try Self.text("Makefile").matches(of: /(?m)^([a-z-]+):/).map { String($0.1) })
        let named = try Self.text(document).matches(of: /(?m)(?:`|^    )make ([a-z-]+)/).map { String($0.1) }
        #expect(Set(named).subtracting(rules) == [])
    }

    /// What the checks above would find, so that they cannot fall silent.
    @Test func theChecksSeeWhatTheyShould() throws {
        #expect(Self.paths(in: "see Sources/X/Y+Z.swift, `Tests/A/`.") == ["Sources/X/Y+Z.swift", "Tests/A/"])
        #expect(try Self.documents.reduce(0) { $0 + Self.paths(in: try Self.text($1)).count } > 40)
    }
}
