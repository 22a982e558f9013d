internal import GoMetadata
internal import Host
internal import JSON
internal import Planning
internal import Reports

/// Unsigned in-toto statement of the builds of one archive, with SLSA's provenance. Equal builds give equal bytes: it holds no time.
/// (in-toto attestation spec/v1/statement.md, slsa.dev/spec/v1.0/provenance)
struct ProvenanceStatement: Encodable {
    /// One of `uri` and `digest` is there. (spec/v1/resource_descriptor.md)
    struct Resource: Codable, Equatable {
        package var name: String?
        var uri: String?
        package var digest: [String: String]?
        var annotations: [String: String]?
    }

    /// One `go build`.
    struct Step: Encodable {
        package var main: String
        package var flags: [String]
        package var environment: [String: String]
    }

    struct Parameters: Encodable {
        package var pipeline: String
        package var target: String
        package var preset: String
        package var builds: [Step]
    }

    struct Definition: Encodable {
        /// Each of `externalParameters.builds` is run as `env ENVIRONMENT go build FLAGS MAIN`; Pare joins and packs the results.
        var buildType = "pkg:generic/pare#build/v1"
        var externalParameters: Parameters
        /// Variables that the pipeline does not set and the builder did.
        var internalParameters: [String: [String: String]]
        var resolvedDependencies: [Resource]
    }

    struct Builder: Encodable {
        var id: String
        package var version: [String: String]
    }

    struct Run: Encodable {
        var builder: Builder
    }

    struct Predicate: Encodable {
        var buildDefinition: Definition
        var runDetails: Run
    }

    enum CodingKeys: String, CodingKey {
        case type = "_type"
        case subject, predicateType, predicate
    }

    package let type = "https://in-toto.io/Statement/v1"
    var subject: [Resource]
    let predicateType = "https://slsa.dev/provenance/v1"
    var predicate: Predicate

    /// `source` is the address of the repository.
    init(
        _ builds: [BuildReport.Build], jobs: [String: BuildJob], subjects: [Artifact], modules: [BuildInfo.Module],
        source: String?, _ report: BuildReport
    ) {
        subject = subjects.map { artifact in
            let digest = artifact.extra.checksum.map { ["sha256": String($0.dropFirst("sha256:".count))] }
            return Resource(name: artifact.fileName(in: report.pipeline), digest: digest)
        }
        let own = builds.compactMap { build in build.path.flatMap { jobs[$0] } }.flatMap { $0.slices ?? [$0] }
        let variables = { (names: [EnvironmentVariable]) in
            Dictionary(names.map { ($0.name, $0.value) }) { $1 }
        }
        let outside = own.flatMap { job in job.environment.filter { !job.pipelineEnvironment.contains($0) } }
        let origin = report.provenance
        var dependencies: [Resource] = []
        if let commit = origin?.commit {
            let revision = origin?.tag.map { "refs/tags/\($0)" } ?? commit
            dependencies.append(
                Resource(
                    name: "source", uri: source.map { "git+\($0)@\(revision)" }, digest: ["gitCommit": commit],
                    annotations: [("tag", origin?.tag), ("changed", origin?.changed)].reduce(into: [:]) { $0[$1.0] = $1.1 }))
        }
        if let go = origin?.go {
            dependencies.append(Resource(name: "go", uri: "pkg:golang/std@\(go.drop { !$0.isNumber })"))
        }
        for module in modules {
            let purl = BillOfMaterials.component(module).purl
            dependencies.append(Resource(name: module.path, uri: purl, digest: module.sum.flatMap(Self.directoryHash)))
        }
        predicate = Predicate(
            buildDefinition: Definition(
                externalParameters: Parameters(
                    pipeline: report.pipeline, target: builds.first?.target ?? "", preset: builds.first?.preset ?? "",
                    builds: own.map { Step(main: $0.main, flags: $0.flags, environment: variables($0.pipelineEnvironment)) }),
                internalParameters: ["environment": variables(outside)], resolvedDependencies: dependencies),
            runDetails: Run(
                builder: Builder(
                    id: "pkg:generic/pare@\(PareVersion.number)",
                    version: [("pare", PareVersion.number), ("go", origin?.go)].reduce(into: [:]) { $0[$1.0] = $1.1 })))
    }

    /// `h1:` and base 64 of a module's sum as in-toto's `dirHash`, hexadecimal. (spec/v1/digest_set.md)
    static func directoryHash(_ sum: String) -> [String: String]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let digits = sum.dropFirst("h1:".count).utf8.prefix { $0 != UInt8(ascii: "=") }.map { alphabet.firstIndex(of: $0) }
        guard sum.hasPrefix("h1:"), digits.count == 43, !digits.contains(nil) else { return nil }
        let bits = digits.compactMap(\.self).map { String($0, radix: 2) }.map { String(repeating: "0", count: 6 - $0.count) + $0 }
        let all = Array(bits.joined())
        let hexadecimal = stride(from: 0, to: 256, by: 4).map { String(Int(String(all[$0..<$0 + 4]), radix: 2) ?? 0, radix: 16) }
        return ["dirHash": hexadecimal.joined()]
    }
}

extension Artifact {
    /// The path in `dist/PIPELINE`.
    func fileName(in pipeline: String) -> String {
        let folder = "dist/\(pipeline)/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : name
    }
}

extension Packager {
    /// The statement of an archive and its binaries.
    func statement(
        _ builds: [BuildReport.Build], _ subjects: [Artifact], _ title: String, _ report: BuildReport,
        _ earlier: [String: Artifact]
    ) throws -> Artifact? {
        guard let build = builds.first else { return nil }
        var modules: [BuildInfo.Module] = []
        for binary in subjects where binary.type == "Binary" {
            let infos = try MappedFile.reading(absolute(binary.path)) { try BillOfMaterials.buildInfos(of: $0) }
            modules += infos.flatMap(\.dependencies).uniqued().filter { !modules.contains($0) }
        }
        let statement = ProvenanceStatement(
            builds, jobs: jobs, subjects: subjects, modules: modules, source: source, report)
        let text = try JSONEncoder(pretty: true).encode(statement) + "\n"
        let name = "\(title).intoto.json"
        let extra = Artifact.Extra(source: SHA256.hexadecimal(of: text))
        return try written(artifact(build, name: name, path: "\(folder)/\(name)", type: "Provenance", extra), earlier) {
            try $0.write(Array(text.utf8))
        }
    }
}
