internal import BinaryFormats
internal import Host
internal import JSON
package import Planning
package import Reports
internal import Savings
package import Toolchain

/// Makes of a run's binaries what is uploaded: archives, bills of materials, `SHA256SUMS`, `artifacts.json`.
package struct Packager {
    package var options: ArtifactOptions
    package var project: Project
    /// `dist/PIPELINE`, relative to the project's folder.
    package var folder: String
    /// Names of archives and bills by the path of the binary in `folder`, where the pipeline says them.
    package var names: [String: String] = [:]
    package var environment: [String: String]
    package var tool: String

    package init(
        options: ArtifactOptions, project: Project, folder: String, names: [String: String] = [:], environment: [String: String],
        tool: String
    ) {
        self.options = options
        self.project = project
        self.folder = folder
        self.names = names
        self.environment = environment
        self.tool = tool
    }

    /// Writes to `dist/PIPELINE`. An artifact that exists and was made from the same inputs is kept.
    ///
    /// The warnings say what of it could not be made. Throws `FileError`.
    package func run(_ report: BuildReport) async throws -> (artifacts: [Artifact], warnings: [String]) {
        let earlier = earlierArtifacts()
        let builds = report.builds.filter { $0.path != nil && $0.sha256 != nil }
        let defaults = ArtifactOptions().files
        let files =
            options.archive == .none ? [] : try ProjectFiles(folder: project.folder).members(options.files, optional: defaults)
        let made = await inParallel(builds) { build in Result { try artifacts(of: build, files, earlier) } }
        var all = try made.flatMap { try $0.get() }
        removeRenamed(earlier.values, all)
        if options.checksums, !all.isEmpty {
            all.append(try checksums(all))
        }
        do {
            try project.write("\(folder)/artifacts.json", JSONEncoder(pretty: true).encode(all) + "\n")
        } catch let error as EncodingError {
            throw FileError(path: "\(folder)/artifacts.json", reason: "\(error)")
        }
        let listed = Set(
            all.filter { $0.type == "SBOM" }.map { "\($0.extra.main ?? "") \($0.target ?? "") \($0.extra.preset ?? "")" })
        let missing = options.sbom ? builds.map(\.title).filter { !listed.contains($0) } : []
        return (all, missing.map { "no bill of materials for \($0): the binary has no build info" })
    }

    /// Removes artifacts of the same build under an earlier name, as of an earlier version, which would be uploaded with the rest.
    private func removeRenamed(_ earlier: some Collection<Artifact>, _ now: [Artifact]) {
        let paths = Set(now.map(\.path))
        for old in earlier where old.type != "Binary" && old.extra.main != nil && !paths.contains(old.path) {
            let isMadeAgain = now.contains { new in
                new.type == old.type && new.target == old.target && new.extra.main == old.extra.main
                    && new.extra.preset == old.extra.preset
            }
            guard isMadeAgain, old.path == "\(folder)/\(old.name)", !old.name.contains("/") else { continue }
            try? removeTree(absolute(old.path))
        }
    }

    private func artifacts(
        of build: BuildReport.Build, _ files: [ArchiveMember], _ earlier: [String: Artifact]
    ) throws -> [Artifact] {
        guard let path = build.path, let sha256 = build.sha256 else { return [] }
        let name = String(path.split(separator: "/").last ?? "")
        let ext = name.hasSuffix(".exe") ? ".exe" : nil
        let binary = artifact(
            build, name: name, path: "\(folder)/\(path)", type: "Binary",
            Artifact.Extra(
                binary: String(name.dropLast(ext?.count ?? 0)), ext: ext, checksum: "sha256:\(sha256)", size: build.size))
        var made = [binary]
        if let archive = try archive(build, binary, files, earlier) { made.append(archive) }
        if options.sbom, let bill = try bill(build, binary, sha256, earlier) { made.append(bill) }
        return made
    }

    private func artifact(
        _ build: BuildReport.Build, name: String, path: String, type: String, _ extra: Artifact.Extra
    ) -> Artifact {
        let parts = build.target.split(separator: "/").map(String.init)
        var extra = extra
        extra.main = build.main
        extra.preset = build.preset
        let settings = build.weigh?.settings ?? [:]
        return Artifact(
            name: name, path: path, goos: parts.first,
            goarch: parts.dropFirst().first.map { $0 == WeighReport.universalArchitecture ? "all" : $0 },
            go386: settings["GO386"],
            goamd64: settings["GOAMD64"], goarm: settings["GOARM"], goarm64: settings["GOARM64"],
            gomips: settings["GOMIPS"] ?? settings["GOMIPS64"], goppc64: settings["GOPPC64"], goriscv64: settings["GORISCV64"],
            target: build.target, type: type, extra: extra)
    }

    /// As the pipeline says, else the folders of the binary: `pprof_linux_amd64_strip`.
    private func title(_ build: BuildReport.Build) -> String {
        build.path.map { names[$0] ?? artifactName(output: $0) } ?? ""
    }

    private func archive(
        _ build: BuildReport.Build, _ binary: Artifact, _ files: [ArchiveMember], _ earlier: [String: Artifact]
    ) throws -> Artifact? {
        let format: ArtifactOptions.Archive
        switch options.archive {
        case .none: return nil
        case .auto: format = binary.goos == "windows" ? .zip : .tarGzip
        case .zip, .tarGzip: format = options.archive
        }
        let date = date(of: build)
        let made = ArchiveMember(name: binary.name, path: absolute(binary.path), isExecutable: true)
        // A program of that name in the project's folder is the user's own build.
        let files = header(of: build, binary) + files.filter { $0.name != binary.name }
        let digests = files.map { "\($0.name) \($0.isExecutable ? "+x " : "")\(Input.file($0.path).digest)" }
        let source = SHA256.hexadecimal(
            of: "\(tool) \(binary.name) \(build.sha256 ?? "") \(digests.joined(separator: " ")) \(format.rawValue) \(date)")
        let name = "\(title(build)).\(format.rawValue)"
        let extra = Artifact.Extra(binaries: [binary.name], format: format.rawValue, source: source)
        return try written(artifact(build, name: name, path: "\(folder)/\(name)", type: "Archive", extra), earlier) {
            let members = [made] + files
            if format == .zip {
                try ZipArchive.write(members, date: date, to: $0)
            } else {
                try TarGzip.write(members, date: date, to: $0)
            }
        }
    }

    private func header(of build: BuildReport.Build, _ binary: Artifact) -> [ArchiveMember] {
        guard let path = LibraryHeader.path(besides: absolute(binary.path), flags: build.command), FileStamp(path) != nil else {
            return []
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return [ArchiveMember(name: name, path: path, isExecutable: false)]
    }

    private func bill(
        _ build: BuildReport.Build, _ binary: Artifact, _ sha256: String, _ earlier: [String: Artifact]
    ) throws -> Artifact? {
        let name = "\(title(build)).cdx.json"
        let extra = Artifact.Extra(source: "\(sha256) \(tool)")
        guard let bill = try BillOfMaterials(absolute(binary.path), sha256: sha256, tool: tool) else { return nil }
        return try written(artifact(build, name: name, path: "\(folder)/\(name)", type: "SBOM", extra), earlier) {
            try $0.write(Array(try bill.json().utf8))
        }
    }

    /// The artifact with checksum and size, its file at its place.
    private func written(
        _ artifact: Artifact, _ earlier: [String: Artifact], _ write: (OutputFile) throws -> Void
    ) throws -> Artifact {
        var artifact = artifact
        if let known = earlier[artifact.path], known.extra.source == artifact.extra.source,
            let stamp = FileStamp(absolute(artifact.path)), stamp.size == known.extra.size,
            stamp.changed <= FileStamp(absolute("\(folder)/artifacts.json"))?.changed ?? 0
        {
            artifact.extra.checksum = known.extra.checksum
            artifact.extra.size = known.extra.size
            return artifact
        }
        let file = try OutputFile(at: absolute(artifact.path))
        try write(file)
        artifact.extra.checksum = "sha256:\(try file.digest())"
        artifact.extra.size = file.count
        try file.commit()
        return artifact
    }

    /// `SHA256SUMS` as `sha256sum -c` reads it in `dist/PIPELINE`: of what is uploaded, so of the binaries only without archives.
    private func checksums(_ artifacts: [Artifact]) throws -> Artifact {
        let listed = artifacts.filter { $0.type != "Binary" || options.archive == .none }
        let lines = listed.map { artifact in
            "\(artifact.extra.checksum?.dropFirst("sha256:".count) ?? "")  \(artifact.path.dropFirst(folder.count + 1))\n"
        }
        let text = lines.sorted { $0.dropFirst(64) < $1.dropFirst(64) }.joined()
        try project.write("\(folder)/SHA256SUMS", text)
        return Artifact(
            name: "SHA256SUMS", path: "\(folder)/SHA256SUMS", type: "Checksum", extra: Artifact.Extra(size: text.utf8.count))
    }

    /// Date of archive members: `SOURCE_DATE_EPOCH`, the commit's time stamped by go, or the first day zip can express.
    private func date(of build: BuildReport.Build) -> Int {
        if let date = environment["SOURCE_DATE_EPOCH"].flatMap({ Int($0) }) { return date }
        let stamp = build.weigh?.settings["vcs.time"].flatMap { Timestamp($0) }
        return stamp?.seconds ?? 315_532_800
    }

    private func earlierArtifacts() -> [String: Artifact] {
        guard let file = try? MappedFile(path: absolute("\(folder)/artifacts.json")) else { return [:] }
        let reader = ByteReader(file.bytes)
        let text = reader.string(0..<reader.count)
        let known = (try? JSONDecoder().decode([Artifact].self, from: text)) ?? []
        return Dictionary(known.map { ($0.path, $0) }) { $1 }
    }

    private func absolute(_ path: String) -> String {
        project.folder == "." ? path : "\(project.folder)/\(path)"
    }
}
