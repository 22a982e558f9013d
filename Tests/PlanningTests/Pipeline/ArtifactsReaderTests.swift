import JSON
import Testing

@testable import Planning

struct ArtifactsReaderTests {
    private func read(_ text: String) throws -> ArtifactOptions {
        var yaml = YAMLReader(file: "p.yml")
        let root = yaml.root(of: text)
        let node = try #require(root)
        let options = ArtifactsReader().read(node, with: &yaml)
        if let error = yaml.error { throw error }
        return options
    }

    @Test func everyKey() throws {
        #expect(
            try read("{ archive: tar.gz, files: [./docs/*.md], name: '{{main}}_{{version}}', checksums: none, sbom: cyclonedx }")
                == ArtifactOptions(
                    archive: .tarGzip, files: [ArchiveFiles("docs/*.md")], filesPlace: "p.yml:1", name: "{{main}}_{{version}}",
                    namePlace: "p.yml:1", checksums: false, sbom: true))
        #expect(try read("{ archive: auto }") == ArtifactOptions())
    }

    @Test func checksumsMayHaveAnotherName() throws {
        let options = try read("{ archive: binary, folder: 'app_{{version}}', checksums: { file: '{{pipeline}}.txt' } }")
        #expect(options.archive == .binary && options.folder == "app_{{version}}")
        #expect(options.checksums && options.checksumsName == "{{pipeline}}.txt")
        #expect(throws: ConfigurationError.self) { try read("{ checksums: { name: x } }") }
    }

    @Test func filesMayHaveAnotherPlace() throws {
        let files = try read("{ files: [LICENSE, { from: ./man/*.1, to: share/man }, { from: docs, flat: true }] }").files
        #expect(files == [ArchiveFiles("LICENSE"), ArchiveFiles("man/*.1", to: "share/man"), ArchiveFiles("docs", isFlat: true)])
        let text = try JSONEncoder(pretty: false).encode(files)
        #expect(try JSONDecoder().decode([ArchiveFiles].self, from: text) == files && text.hasPrefix("[\"LICENSE\","))
        for wrong in ["{ from: a }", "{ to: b }", "{ from: a, to: ../b }", "{ from: a, to: /b }", "{ from: a, flat: 1 }", "a, a"]
        {
            #expect(throws: ConfigurationError.self, "\(wrong)") { try read("{ files: [\(wrong)] }") }
        }
    }

    @Test func problemsAtOnce() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try read(
                "{ archive: txz, files: [../secret, /etc/passwd], checksums: md5, sbom: spdx, sign: true, name: '{{vers}}' }")
        }
        #expect(error?.problems.count == 7)
    }
}
