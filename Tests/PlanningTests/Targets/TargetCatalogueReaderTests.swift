import Fixtures
import Testing

@testable import Planning

struct TargetCatalogueReaderTests {
    private func problemsOf(_ text: String) -> String {
        problems { try TargetCatalogue.read(text, file: "targets.json", native: "linux/amd64") }
    }

    @Test func allProblemsAtOnce() throws {
        let text = """
            {
              "go": ["1.27.3"],
              "targets": [
                { "goos": "linux", "goarch": "amd64", "cgo": "yes", "tier": 1 },
                { "goos": "linux", "goarch": "amd64", "cgo": "no" },
                { "goos": "linux", "cgo": "maybe", "firstClass": "very" },
                { "goos": "linux", "goarch": "arm", "cgo": "yes", "cc": "arm-linux-gnueabihf-gcc" },
                "linux/riscv64"
              ],
              "variants": [
                { "goarch": ["amd46"], "variable": "GOAMD64", "values": ["v1", "v2"], "default": "v3" }
              ],
              "groups": [
                { "name": "native", "targets": ["linux/*"] },
                { "name": "a/b", "targets": ["linux/*"] },
                { "name": "good", "targets": ["linux/*", "linux/amd46", "native"] },
                { "name": "good", "targets": "linux/*" },
                { "nmae": "other", "targets": [] }
              ]
            }
            """
        try expectSnapshot(problemsOf(text), "broken-targets.txt")
    }

    @Test(arguments: [
        ("", "targets.json:1: the file is empty"),
        (
            "[]",
            "targets.json:1: the target catalogue, found a list, expected a mapping with the keys `go`, `targets`, `groups`, `variants`"
        ),
        (
            "{\n \"go\": \"1\",\n \"targets\": [\n}",
            "targets.json:4: not JSON: while parsing a flow node (line 4), did not find expected node content"
        ),
        ("{}", "targets.json:1: `go` is missing\ntargets.json:1: `targets` is missing"),
    ])
    func notACatalogue(text: String, expected: String) {
        #expect(problemsOf(text) == expected)
    }
}
