import Fixtures
import Foundation
import GoMetadata
import Testing

@testable import Building

@Suite(.runsGo)
struct BillOfMaterialsTests {
    /// What bom-1.6.schema.json requires, and the forms it prescribes.
    @Test(.timeLimit(.minutes(15))) func hasWhatTheSchemaRequires() async throws {
        let binary = try await GoBuild("linux/amd64", stripped: true, program: "cmd/pprof").path()
        let digest = String(repeating: "0a", count: 32)
        let bill = try #require(try BillOfMaterials(binary, sha256: digest, tool: "pare 1"))
        let text = try bill.json()
        #expect(try bill.json() == text)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["bomFormat"] as? String == "CycloneDX")
        #expect(object["specVersion"] as? String == "1.6")
        #expect(object["version"] as? Int == 1)
        #expect(Set(object.keys).isSubset(of: ["bomFormat", "specVersion", "version", "metadata", "components", "dependencies"]))

        let metadata = try #require(object["metadata"] as? [String: Any])
        let own = try #require(metadata["component"] as? [String: Any])
        let components = try #require(object["components"] as? [[String: Any]])
        for component in components + [own] {
            #expect(["application", "library"].contains(component["type"] as? String))
            #expect((component["name"] as? String)?.isEmpty == false)
            #expect((component["purl"] as? String)?.hasPrefix("pkg:golang/") != false)
        }
        let references = (components + [own]).compactMap { $0["bom-ref"] as? String }
        #expect(references.count == components.count + 1)
        #expect(Set(references).count == references.count)
        let dependencies = try #require(object["dependencies"] as? [[String: Any]])
        for dependency in dependencies {
            #expect(references.contains(dependency["ref"] as? String ?? ""))
            #expect(Set(dependency["dependsOn"] as? [String] ?? []).isSubset(of: references))
        }
        let hash = try #require((own["hashes"] as? [[String: String]])?.first)
        #expect(hash["alg"] == "SHA-256")
        #expect(hash["content"] == digest)
        #expect(own["name"] as? String == "cmd/pprof")
        #expect(components.contains { ($0["name"] as? String) == "std" && $0["version"] != nil })
    }

    /// As Go writes them: path, version, replacement. The folder of a replacement has the version `(devel)`.
    @Test(arguments: [
        ("a.b/c", "v1.2.3", nil, "a.b/c", "v1.2.3", "pkg:golang/a.b/c@v1.2.3"),
        ("a.b/c", "v2.0.0+incompatible", nil, "a.b/c", "v2.0.0+incompatible", "pkg:golang/a.b/c@v2.0.0%2Bincompatible"),
        ("a.b/c", "v1.2.3", "d.e/f v1.0.0", "d.e/f", "v1.0.0", "pkg:golang/d.e/f@v1.0.0"),
        ("a.b/c", "v1.2.3", "../c (devel)", "a.b/c", "v1.2.3", "pkg:golang/a.b/c@v1.2.3"),
        ("a.b/c", "v1.2.3", "./my c (devel)", "a.b/c", "v1.2.3", "pkg:golang/a.b/c@v1.2.3"),
        ("a.b/c", "v1.2.3", "/src/c (devel)", "a.b/c", "v1.2.3", "pkg:golang/a.b/c@v1.2.3"),
        ("a.b/c", "(devel)", nil, "a.b/c", nil, "pkg:golang/a.b/c"), ("a.b/c", "", nil, "a.b/c", nil, "pkg:golang/a.b/c"),
    ])
    func modules(path: String, version: String, replacement: String?, name: String, told: String?, purl: String) {
        let component = BillOfMaterials.component(BuildInfo.Module(path: path, version: version, replacement: replacement))
        #expect([component.name, component.version, component.purl] == [name, told, purl])
    }

    @Test func aFileWithoutBuildInfoHasNone() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("text", to: "text")
        #expect(try BillOfMaterials(path, sha256: "", tool: "pare") == nil)
    }
}
