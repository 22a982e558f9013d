internal import BinaryFormats
internal import GoMetadata
internal import Host
internal import JSON
internal import Planning

/// Components of a binary, from its own build info, as CycloneDX 1.6 JSON. (cyclonedx.org/docs/1.6/json)
struct BillOfMaterials: Encodable {
    struct Property: Encodable, Hashable {
        package var name: String
        package var value: String
    }

    struct Hash: Encodable {
        var alg = "SHA-256"
        var content: String
    }

    struct Component: Encodable {
        enum CodingKeys: String, CodingKey {
            case reference = "bom-ref"
            case type, name, version, purl, hashes, properties
        }

        var reference: String
        var type: String
        package var name: String
        package var version: String?
        var purl: String?
        var hashes: [Hash]?
        var properties: [Property]?
    }

    struct Dependency: Encodable {
        var ref: String
        var dependsOn: [String]
    }

    struct Tools: Encodable {
        var components: [Component]
    }

    struct Metadata: Encodable {
        package var tools: Tools
        var component: Component
    }

    let bomFormat = "CycloneDX"
    let specVersion = "1.6"
    package let version = 1
    var metadata: Metadata
    var components: [Component]
    var dependencies: [Dependency]

    /// Nil for a binary without build info, as a library of objects is. Throws `FileError` when it cannot be read.
    package init?(_ binary: String, sha256: String, tool: String) throws {
        let infos = try MappedFile.reading(binary) { try Self.buildInfos(of: $0) }
        guard let info = infos.first else { return nil }
        let release = String(info.goVersion.prefix { $0 != " " }.drop { !$0.isNumber })
        let standard = Component(
            reference: "pkg:golang/std@\(release)", type: "library", name: "std", version: release,
            purl: "pkg:golang/std@\(release)")
        components = [standard]
        for module in infos.flatMap(\.dependencies) {
            let component = Self.component(module)
            if !components.contains(where: { $0.reference == component.reference }) { components.append(component) }
        }
        let name = info.mainPackage ?? String(binary.split(separator: "/").last ?? "program")
        let version = info.mainModule.flatMap { Self.component($0).version }
        let own = Component(
            reference: "pkg:golang/\(Self.escaped(name))" + (version.map { "@\(Self.escaped($0))" } ?? "") + "#binary",
            type: "application", name: name, version: version, hashes: [Hash(content: sha256)],
            properties: infos.flatMap(\.settings).map { Property(name: "go:build:\($0.key)", value: $0.value) }.uniqued())
        metadata = Metadata(
            tools: Tools(components: [
                Component(
                    reference: "pare", type: "application", name: "pare",
                    version: tool.split(separator: " ").last.map(String.init))
            ]),
            component: own)
        dependencies =
            [Dependency(ref: own.reference, dependsOn: components.map(\.reference))]
            + components.map { Dependency(ref: $0.reference, dependsOn: []) }
    }

    /// Build info of a program, or of each slice of a universal one; empty where one of them has none.
    static func buildInfos(of file: borrowing MappedFile) throws -> [BuildInfo] {
        let slices = try container(file).flatMap { $0.isUniversal ? $0.members.map(\.range) : nil }
        var infos: [BuildInfo] = []
        for range in slices ?? [0..<file.bytes.byteCount] {
            let bytes = file.bytes.extracting(range)
            guard let image = try? Image(bytes), let info = GoProgram(image, bytes).buildInfo else { return [] }
            infos.append(info)
        }
        return infos
    }

    /// A module that is replaced by another one is that one; one replaced by a folder has its own name and no other. `(devel)`, as
    /// modules of a workspace have it, is no version.
    static func component(_ module: BuildInfo.Module) -> Component {
        let words = (module.replacement ?? "").split(separator: " ").map(String.init)
        let isFolder = words.first.map { $0.hasPrefix(".") || $0.hasPrefix("/") } ?? true
        let (path, recorded) = words.count == 2 && !isFolder ? (words[0], words[1]) : (module.path, module.version)
        let version = recorded.isEmpty || recorded == "(devel)" ? nil : recorded
        let purl = "pkg:golang/\(escaped(path))" + (version.map { "@\(escaped($0))" } ?? "")
        return Component(reference: purl, type: "library", name: path, version: version, purl: purl)
    }

    package func json() throws -> String {
        try JSONEncoder(pretty: true).encode(self) + "\n"
    }

    /// As a package URL wants it: `+incompatible` becomes `%2Bincompatible`.
    private static func escaped(_ text: String) -> String {
        text.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }
}
