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
                    archive: .tarGzip, files: [Glob("docs/*.md")], filesPlace: "p.yml:1", name: "{{main}}_{{version}}",
                    namePlace: "p.yml:1", checksums: false, sbom: true))
        #expect(try read("{ archive: auto }") == ArtifactOptions())
    }

    @Test func checksumsMayHaveAnotherName() throws {
        let options = try read("{ archive: binary, folder: 'app_{{version}}', checksums: { file: '{{pipeline}}.txt' } }")
        #expect(options.archive == .binary && options.folder == "app_{{version}}")
        #expect(options.checksums && options.checksumsName == "{{pipeline}}.txt")
        #expect(throws: ConfigurationError.self) { try read("{ checksums: { name: x } }") }
    }

    @Test func problemsAtOnce() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try read(
                "{ archive: txz, files: [../secret, /etc/passwd], checksums: md5, sbom: spdx, sign: true, name: '{{vers}}' }")
        }
        #expect(error?.problems.count == 7)
    }
}
