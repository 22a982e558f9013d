import Testing

@testable import Planning

struct VerificationReaderTests {
    private func read(_ text: String) throws -> Verification {
        var yaml = YAMLReader(file: "p.yml")
        let root = yaml.root(of: text)
        let node = try #require(root)
        let verification = VerificationReader().read(node, with: &yaml)
        if let error = yaml.error { throw error }
        return verification
    }

    @Test func bothChecks() throws {
        #expect(
            try read("{ reproducible: true, smoke: [--version, 'run --dry', ''] }")
                == Verification(reproducible: true, smoke: [["--version"], ["run", "--dry"], []]))
        #expect(try read("{ reproducible: false }") == Verification())
    }

    @Test func problemsAtOnce() throws {
        let error = #expect(throws: ConfigurationError.self) { try read("{ reproducable: true, smoke: --version }") }
        #expect(error?.problems.count == 2)
        #expect(error?.problems[0].description.contains("`reproducible`") == true)
    }
}
