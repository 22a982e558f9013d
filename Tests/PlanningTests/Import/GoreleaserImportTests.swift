import Fixtures
import Foundation
import Testing

@testable import Planning

/// The configurations of `Tests/Fixtures/Goreleaser`, written in the style of well-known projects.
struct GoreleaserImportTests {
    static let names = ["beacon", "sailor", "forge"]
    static let files = ["LICENSE", "README.md", "NOTICE", "beacon.yml"]

    static func convert(_ text: String, files: [String] = files) throws -> ImportedPipeline {
        let facts = ProjectFacts(
            folderName: "folder", modulePath: { $0 == "." ? "example.com/project" : "example.com/project/\($0)" },
            exists: { pattern in files.contains(where: Glob(pattern).matches) })
        return try GoreleaserImport.pipeline(text, file: ".goreleaser.yml", catalogue: builtInCatalogue(), facts: facts)
    }

    static func fixture(_ name: String) throws -> String {
        try repositoryFile("Tests/Fixtures/Goreleaser/\(name).yml")
    }

    @Test(arguments: names) func converted(name: String) throws {
        try expectSnapshot(Self.convert(Self.fixture(name)).text, "goreleaser-\(name).yml")
    }

    /// Every value of a configuration changes the pipeline, or a part that holds it is named in its comments.
    @Test(arguments: names) func nothingIsLost(name: String) throws {
        var yaml = YAMLReader(file: name)
        let found = try yaml.root(of: Self.fixture(name))
        let root = try #require(found)
        let whole = try Self.convert(root.json).text
        let leaves = root.leaves
        #expect(leaves.count > 30)
        var lost: [String] = []
        for path in leaves where !path.isInert {
            let changed = root.changing(path[...])
            let named = (1...path.count).contains { whole.contains(": \(path.prefix($0).spelled): ") }
            if !named, try Self.convert(changed.json).text == whole { lost.append(path.spelled) }
        }
        #expect(lost == [])
    }

    @Test func unknownKeysAreNamed() throws {
        let text = try Self.convert("builds: [{ id: a, frobnicate: { x: 1 } }]\nmagic: true\nchecksum: { color: red }\n").text
        for line in [
            "# 1: builds[0].frobnicate: Pare does not know it", "# 2: magic: Pare does not know it",
            "# 3: checksum.color: Pare does not know it",
        ] {
            #expect(text.contains(line))
        }
    }

    /// A flag that a pipeline cannot say takes no other flag along.
    @Test func flagsAreKeptOneByOne() throws {
        let text = try Self.convert("builds: [{ ldflags: '-s -X main.a={{ .PrefixedTag }} -X main.b={{ .Version }}' }]\n").text
        #expect(text.contains("ldflags: [-s, '-X main.b={{version | trimprefix \"v\"}}']"), "\(text)")
        #expect(text.contains("# 1: builds[0].ldflags: `-X main.a={{ .PrefixedTag }}`: `.PrefixedTag` has no counterpart"))
    }

    @Test(arguments: [
        ("builds: [{ skip: true }]\n", "builds[0]: `skip` leaves it out"),
        ("builds: [{ builder: rust }]\n", "builds[0]: Pare builds Go programs, not with `rust`"),
        ("builds: [{ goos: [beos] }]\n", "builds[0]: Go has no port that it is for"),
        ("builds: [{ gcflags: [all] }]\n", "builds[0].gcflags[0]: `all` has no flag"),
        ("builds: [{ flags: ['-ldflags=./x=-s'] }]\n", "builds[0].flags[0]: ldflags for some packages"),
        (
            "builds: [{ overrides: [{ goos: aix, goarch: ppc64, ldflags: [-s] }] }]\n",
            "builds[0].overrides[0]: it is for no target"
        ),
        ("builds: [{ flags: [-tags] }]\n", "builds[0].flags[0]: `-tags` has no value"),
        ("archives: [{}, { formats: [zip] }]\n", "archives[1]: a build is packed once"),
        ("checksum: { algorithm: sha512 }\n", "checksum.algorithm: checksums are SHA-256"),
        ("builds: foo\n", "builds: a mapping was expected here"), ("builds: [a, {}]\n", "builds[0]: a mapping was expected here"),
        ("archives: 3\n", "archives: a mapping was expected here"), ("sboms: x\n", "sboms: a mapping was expected here"),
        ("upx: [{ enabled: false }]\n", "upx[0]: it is not `enabled: true`"),
    ])
    func reasons(configuration: String, reason: String) throws {
        let text = try Self.convert(configuration).text
        #expect(text.contains(": \(reason)"), "\(text)")
        #expect(throws: Never.self) { try pipeline(text) }
    }

    @Test(arguments: ["- a\n", "text\n"]) func otherFilesAreRefused(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.convert(text) }
        #expect(error?.description.hasPrefix(".goreleaser.yml:1: no configuration of goreleaser, found ") == true)
    }

    @Test func filesKeepTheirDestinations() throws {
        let text = try Self.convert(
            """
            archives:
              - files:
                  - LICENSE
                  - { src: README.md, dst: share/doc/README }
                  - { src: "b*.yml", dst: etc, strip_parent: true }
                  - { src: "{NOTICE,README.md}", dst: x }
                  - { src: NOTICE, dst: "{{ .Version }}" }
            """
        ).text
        #expect(
            text.contains(
                "files: [LICENSE, { from: README.md, to: share/doc/README }, { from: 'b*.yml', to: etc, flat: true }, NOTICE, README.md]"
            )
                || text.contains(
                    "    - { from: README.md, to: share/doc/README }\n    - { from: b*.yml, to: etc, flat: true }\n    - NOTICE\n"
                ),
            "\(text)")
        #expect(
            text.contains("# 6: archives[0].files[3].dst: `to` is for one path")
                && text.contains("# 7: archives[0].files[4].dst: "))
        #expect(throws: Never.self) { try pipeline(text) }
    }

    /// The last flag that matches a package counts, in go and so in goreleaser.
    @Test(arguments: [
        ("[-N]", ["flags: [-gcflags=-N]"]), ("['all=-l -B']", ["gcflags: [-l, -B]"]),
        ("[all=-l, './x=-N -l']", ["flags: [-gcflags=./x=-N -l]", "gcflags: [-l]"]), ("[./x=-N, all=-l]", ["gcflags: [-l]"]),
        ("[all=-B, all=-l]", ["gcflags: [-l]"]), ("[-N, -l]", ["flags: [-gcflags=-N, -gcflags=-l]"]),
    ])
    func compilerFlagsOfSomePackages(list: String, settings: [String]) throws {
        let text = try Self.convert("builds: [{ gcflags: \(list) }]\n").text
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.filter { $0.hasPrefix("flags:") || $0.hasPrefix("gcflags:") } == settings, "\(text)")
        #expect(!text.contains("counterpart"), "\(text)")
        #expect(throws: Never.self) { try pipeline(text) }
    }

    @Test func anEmptyConfigurationIsGoreleasersDefault() throws {
        let text = try Self.convert("version: 2\n").text
        #expect(text.contains("binary: project\n"))
        for line in [
            "name: project\n", "- .", "  - darwin/arm64\n", "  - linux/386\n", "'-X main.date={{date}}'",
            "checksums: { file: 'project_{{version | trimprefix \"v\"}}_checksums.txt' }",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }
}

private enum Step: Hashable {
    case key(String), index(Int)
}

extension Sequence<Step> {
    /// `builds[0].ldflags`
    fileprivate var spelled: String {
        reduce("") { path, step in
            switch step {
            case .key(let key): path.isEmpty ? key : "\(path).\(key)"
            case .index(let index): "\(path)[\(index)]"
            }
        }
    }
}

extension [Step] {
    /// Names within goreleaser and how it prints, which no file of a release depends on.
    fileprivate var isInert: Bool {
        let keys = compactMap { if case .key(let key) = $0 { key } else { nil } }
        return keys == ["version"] || [["archives", "id"], ["sboms", "id"], ["universal_binaries", "id"]].contains(keys)
            || keys.last == "output"
    }
}

extension Node {
    /// Paths of all scalars.
    fileprivate var leaves: [[Step]] {
        switch value {
        case .scalar: [[]]
        case .sequence(let items):
            items.enumerated().flatMap { index, item in item.leaves.map { [.index(index)] + $0 } }
        case .mapping(let entries):
            entries.flatMap { key, value in value.leaves.map { [.key(key.scalar?.string ?? "")] + $0 } }
        }
    }

    /// The same with another value of the scalar at a path.
    fileprivate func changing(_ path: ArraySlice<Step>) -> Node {
        switch (value, path.first) {
        case (.sequence(var items), .index(let index)?):
            items[index] = items[index].changing(path.dropFirst())
            return Node(value: .sequence(items), mark: mark)
        case (.mapping(var entries), .key(let key)?):
            for index in entries.indices where entries[index].key.scalar?.string == key {
                entries[index].value = entries[index].value.changing(path.dropFirst())
            }
            return Node(value: .mapping(entries), mark: mark)
        default:
            let text = scalar?.string ?? ""
            let other = ["true": "false", "false": "true"][text] ?? (Int(text) == nil ? "\(text)x" : "7")
            return Node(value: .scalar(Scalar(string: other == text ? "5" : other, isPlain: false)), mark: mark)
        }
    }

    /// The node in one line.
    fileprivate var json: String {
        switch value {
        case .scalar(let scalar):
            String(decoding: (try? JSONEncoder().encode(scalar.string)) ?? Data(), as: UTF8.self)
        case .sequence(let items): "[\(items.map(\.json).joined(separator: ", "))]"
        case .mapping(let entries): "{\(entries.map { "\($0.key.json): \($0.value.json)" }.joined(separator: ", "))}"
        }
    }
}
