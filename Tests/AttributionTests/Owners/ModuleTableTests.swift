import BinaryFormats
import Fixtures
import GoMetadata
import Testing

@testable import Attribution

@Suite struct ModuleTableTests {
    func table() throws -> ModuleTable {
        let bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        let span = unsafe bytes.span.bytes
        return ModuleTable(GoProgram(try Image(span), span).buildInfo)
    }

    @Test(arguments: [
        ("example.com/app", PackageModule(path: "example.com/app", version: "v1.2.3", class: .main)),
        ("example.com/app/internal/x", PackageModule(path: "example.com/app", version: "v1.2.3", class: .main)),
        ("example.com/application", PackageModule(path: nil, version: nil, class: .dependency)),
        ("example.com/x", PackageModule(path: "example.com/x", version: "v0.9.0", class: .dependency)),
        ("example.com/x/yaml.v3", PackageModule(path: "example.com/x", version: "v0.9.0", class: .dependency)),
        ("net/http", PackageModule(path: "std", version: nil, class: .std)),
        ("vendor/golang.org/x/net/idna", PackageModule(path: "std", version: nil, class: .std)),
        ("github.com/unknown/thing", PackageModule(path: nil, version: nil, class: .dependency)),
    ])
    func findsTheModule(package: String, module: PackageModule) throws {
        #expect(try table().module(of: package) == module)
    }
}
