import Testing

@testable import Savings
@testable import Toolchain

struct GoPackageTests {
    @Test func objectsOneBehindTheOther() throws {
        let text = """
            {
            \t"ImportPath": "a",
            \t"Name": "a",
            \t"Standard": true,
            \t"DepOnly": true,
            \t"ImportMap": {
            \t\t"x": "vendor/x"
            \t}
            }
            {
            \t"ImportPath": "b [example.org/app]",
            \t"Module": {
            \t\t"Path": "example.org/b",
            \t\t"Version": "v1.2.3"
            \t},
            \t"Imports": [
            \t\t"a [example.org/app]"
            \t]
            }

            """
        let packages = try GoPackage.list(text)
        #expect(packages.map(\.path) == ["a", "b"])
        #expect(packages[0].isStandard == true && packages[0].isDependency == true)
        #expect(packages[0].importMap == ["x": "vendor/x"])
        #expect(packages[1].module?.version == "v1.2.3")
        #expect(packages[1].imports == ["a"])
        #expect(try GoPackage.list("").isEmpty)
        #expect(throws: (any Error).self) { try GoPackage.list("{\n\t\"ImportPath\": 3\n}\n") }
    }

    @Test(arguments: [
        ("/cache/example.org/b@v1.2.3/b", true), ("/cache/example.org/b@v1.2.3", true), ("/app/vendor/example.org/b", false),
    ])
    func filesOfTheModuleCacheAreRecognisedByFolder(folder: String, isThere: Bool) throws {
        let packages = try GoPackage.list(
            """
            {
            \t"ImportPath": "example.org/b",
            \t"Dir": "\(folder)",
            \t"Module": {
            \t\t"Path": "example.org/b",
            \t\t"Version": "v1.2.3"
            \t}
            }

            """)
        #expect(packages.map(\.isInModuleCache) == [isThere])
    }

    @Test(arguments: [
        ("example.org/m/v2", "example.org/m"), ("example.org/m", "example.org/m"), ("gopkg.in/yaml.v3", "gopkg.in/yaml"),
        ("example.org/dev2", "example.org/dev2"), ("example.org/m.v2", "example.org/m.v2"), ("v2", "v2"),
    ])
    func majorVersions(path: String, expected: String) {
        #expect(LinkedProgram.withoutMajorVersion(path) == expected)
    }
}
