import Testing

@testable import Planning

struct TargetCatalogueSelectionTests {
    @Test(arguments: [
        ("darwin/*", "darwin/amd64 darwin/arm64"),
        ("linux/arm/*", "linux/arm/5 linux/arm/6 linux/arm/7"),
        ("linux/amd64/v[34]", ""),
        ("*/wasm", "js/wasm wasip1/wasm"),
        ("wasm", "js/wasm wasip1/wasm"),
        ("linux/mips*/softfloat", "linux/mips/softfloat linux/mips64/softfloat linux/mips64le/softfloat linux/mipsle/softfloat"),
        ("linux/arm64/v8.0,crypto,lse", "linux/arm64/v8.0,crypto,lse"),
        ("linux/arm64/v8.0,lse,lse", ""),
        ("linux/s390x/*", ""),
        ("native", "linux/amd64"),
        (
            "first-class",
            "darwin/amd64 darwin/arm64 linux/386 linux/amd64 linux/arm linux/arm64 windows/386 windows/amd64"
        ),
        ("linux", ""), ("", ""), ("linux/", ""), ("a/b/c/d", ""),
    ])
    func selects(pattern: String, expected: String) throws {
        let names = try builtInCatalogue().targets(matching: pattern).map(\.name)
        #expect(names.joined(separator: " ") == expected)
    }

    @Test func globsLeaveVariantsOut() throws {
        let catalogue = try builtInCatalogue()
        #expect(catalogue.targets(matching: "all") == catalogue.defaultTargets)
        #expect(catalogue.targets(matching: "linux/*").allSatisfy { $0.variant == nil })
    }

    @Test func aGroupNamesEachTargetOnce() throws {
        let text = """
            go: 1.27.3
            targets: [{ goos: a, goarch: x, cgo: "no" }, { goos: a, goarch: y, cgo: "no" }]
            groups: [{ name: twice, targets: [a/y, "*/*"] }]
            """
        let catalogue = try TargetCatalogue.read(text, file: "targets.json", native: "a/x")
        #expect(catalogue.targets(matching: "twice").map(\.name) == ["a/y", "a/x"])
        #expect(catalogue.targets(matching: "native").map(\.name) == ["a/x"])
    }

    @Test(arguments: [
        ("linux", "linux/*"), ("linx/*", "linux/*"), ("linux/amd46", "linux/amd64"), ("dekstop", "desktop"),
        ("linux/amd64/v5", "linux/amd64/v1"), ("beos/ppc", nil),
    ])
    func suggests(pattern: String, expected: String?) throws {
        #expect(try builtInCatalogue().nearestPattern(to: pattern) == expected)
    }
}
