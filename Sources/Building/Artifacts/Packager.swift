internal import BinaryFormats
internal import Host
internal import JSON
package import Planning
package import Reports
internal import Savings
package import Toolchain

/// Makes of a run's binaries what is uploaded: archives, bills of materials, statements of provenance, `SHA256SUMS`,
/// `artifacts.json`, `metadata.json`.
package struct Packager {
    package var options: ArtifactOptions
    package var project: Project
    /// `dist/PIPELINE`, relative to the project's folder.
    package var folder: String
    /// Names of archives and bills by the path of the binary in `folder`, where the pipeline says them.
    package var names: [String: String] = [:]
    /// How single builds are packed, by the same path, where that differs from the options.
    package var packings: [String: Packing] = [:]
    /// Builds of the run by the same path, and the address of their repository, for statements of provenance.
    package var jobs: [String: BuildJob] = [:]
    package var source: String?
    package var environment: [String: String]
    package var tool: String

    package init(
        options: ArtifactOptions, project: Project, folder: String, names: [String: String] = [:],
        packings: [String: Packing] = [:], jobs: [String: BuildJob] = [:], source: String? = nil,
        environment: [String: String], tool: String
    ) {
        self.options = options
        self.project = project
        self.folder = folder
        self.names = names
        self.packings = packings
        self.jobs = jobs
        self.source = source
        self.environment = environment
        self.tool = tool
    }

    /// Writes to `dist/PIPELINE`. An artifact that exists and was made from the same inputs is kept.
    ///
    /// The warnings say what of it could not be made. Throws `FileError`.
    package func run(_ report: BuildReport) async throws -> (artifacts: [Artifact], warnings: [String]) {
        let earlier = earlierArtifacts()
        let builds = report.builds.filter { $0.path != nil && $0.sha256 != nil }
        let groups = builds.reduce(into: [(title: String, builds: [BuildReport.Build])]()) { groups, build in
            let title = title(build)
            if let index = groups.firstIndex(where: { $0.title == title && $0.builds[0].isPacked(with: build) }) {
                groups[index].builds.append(build)
            } else {
                groups.append((title, [build]))
            }
        }
        let files = try files(of: builds)
        let made = await inParallel(groups) { group in
            Result { try artifacts(of: group.builds, group.title, files, report, earlier) }
        }
        var all = try made.flatMap { try $0.get() }
        if options.checksums, !all.isEmpty {
            all.append(try checksums(all, builds))
        }
        remove(earlier.values, except: all)
        do {
            try project.write("\(folder)/artifacts.json", JSONEncoder(pretty: true).encode(all) + "\n")
            try project.write("\(folder)/metadata.json", JSONEncoder(pretty: true).encode(ReleaseMetadata(report)) + "\n")
        } catch let error as EncodingError {
            throw FileError(path: "\(folder)/artifacts.json", reason: "\(error)")
        }
        let listed = Set(
            all.filter { $0.type == "SBOM" }.map { "\($0.extra.main ?? "") \($0.target ?? "") \($0.extra.preset ?? "")" })
        let missing = options.sbom ? builds.map(\.title).filter { !listed.contains($0) } : []
        return (all, missing.map { "no bill of materials for \($0): the binary has no build info" })
    }

    /// Members of archives by the patterns that name them.
    private func files(of builds: [BuildReport.Build]) throws(FileError) -> [[ArchiveFiles]: [ArchiveMember]] {
        let defaults = ArtifactOptions().files
        var members: [[ArchiveFiles]: [ArchiveMember]] = [:]
        for packing in builds.map(packing) where ![.none, .binary].contains(packing.archive) && members[packing.files] == nil {
            members[packing.files] = try ProjectFiles(folder: project.folder).members(packing.files, optional: defaults)
        }
        return members
    }

    private func packing(_ build: BuildReport.Build) -> Packing {
        build.path.flatMap { packings[$0] } ?? Packing(archive: options.archive, files: options.files)
    }

    /// Removes what an earlier run has packed and this one has not: it would be uploaded with the rest.
    private func remove(_ earlier: some Collection<Artifact>, except now: [Artifact]) {
        let paths = Set(now.map(\.path))
        for old in earlier where old.type != "Binary" && !paths.contains(old.path) {
            guard old.path == "\(folder)/\(old.name)", !old.name.contains("/") else { continue }
            try? removeTree(absolute(old.path))
        }
    }

    /// Removes all that earlier runs have packed, after a run with nothing to ship.
    package func withdraw() {
        let earlier = earlierArtifacts()
        guard !earlier.isEmpty else { return }
        remove(earlier.values, except: [])
        for name in ["artifacts.json", "metadata.json"] { try? removeTree(absolute("\(folder)/\(name)")) }
    }

    /// Artifacts of the builds that share a name: programs for one target with one preset.
    private func artifacts(
        of builds: [BuildReport.Build], _ title: String, _ files: [[ArchiveFiles]: [ArchiveMember]], _ report: BuildReport,
        _ earlier: [String: Artifact]
    ) throws -> [Artifact] {
        let binaries = builds.compactMap(binary)
        var made = binaries
        if let archive = try archive(of: builds, binaries, title, files, earlier) { made.append(archive) }
        if options.provenance, let statement = try statement(builds, made, title, report, earlier) { made.append(statement) }
        guard options.sbom else { return made }
        for (build, binary) in zip(builds, binaries) {
            let name = builds.count == 1 ? title : "\(title)_\(binary.extra.binary ?? binary.name)"
            if let bill = try bill(build, binary, name, earlier) { made.append(bill) }
        }
        return made
    }

    private func binary(_ build: BuildReport.Build) -> Artifact? {
        guard let path = build.path, let sha256 = build.sha256 else { return nil }
        let name = String(path.split(separator: "/").last ?? "")
        let ext = name.hasSuffix(".exe") ? ".exe" : nil
        return artifact(
            build, name: name, path: "\(folder)/\(path)", type: "Binary",
            Artifact.Extra(
                binary: String(name.dropLast(ext?.count ?? 0)), ext: ext, checksum: "sha256:\(sha256)", size: build.size))
    }

    func artifact(
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
        of builds: [BuildReport.Build], _ binaries: [Artifact], _ title: String, _ files: [[ArchiveFiles]: [ArchiveMember]],
        _ earlier: [String: Artifact]
    ) throws -> Artifact? {
        guard let build = builds.first, let binary = binaries.first else { return nil }
        let packing = packing(build)
        let format: ArtifactOptions.Archive
        switch packing.archive {
        case .none: return nil
        case .auto: format = binary.goos == "windows" ? .zip : .tarGzip
        case .zip, .tarGzip, .tgz, .binary: format = packing.archive
        }
        let date = date(of: build)
        let programs = binaries.map { ArchiveMember(name: $0.name, path: absolute($0.path), isExecutable: true) }
        let headers = zip(builds, binaries).flatMap { header(of: $0, $1) }
        // A program of that name in the project's folder is the user's own build.
        let files = headers + (files[packing.files] ?? []).filter { file in !programs.contains { $0.name == file.name } }
        let digests = files.map { "\($0.name) \($0.isExecutable ? "+x " : "")\(Input.file($0.path).digest)" }
        let contents = zip(builds, binaries).map { "\($1.name) \($0.sha256 ?? "")" } + digests
        let source = SHA256.hexadecimal(
            of: "\(tool) \(contents.joined(separator: " ")) \(format.rawValue) \(packing.folder ?? "") \(date)")
        let name = format == .binary ? title + (binary.extra.ext ?? "") : "\(title).\(format.rawValue)"
        let extra = Artifact.Extra(binaries: binaries.map(\.name), format: format.rawValue, source: source)
        var made = artifact(build, name: name, path: "\(folder)/\(name)", type: "Archive", extra)
        made.extra.main = builds.map(\.main).joined(separator: ",")
        return try written(made, earlier, isExecutable: format == .binary) {
            let members = (programs + files).map { member in
                var member = member
                if let folder = packing.folder { member.name = "\(folder)/\(member.name)" }
                return member
            }
            switch format {
            case .zip: try ZipArchive.write(members, date: date, to: $0)
            case .binary: try $0.write(copying: programs[0])
            default: try TarGzip.write(members, date: date, to: $0)
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
        _ build: BuildReport.Build, _ binary: Artifact, _ title: String, _ earlier: [String: Artifact]
    ) throws -> Artifact? {
        let name = "\(title).cdx.json"
        let sha256 = build.sha256 ?? ""
        let extra = Artifact.Extra(source: "\(sha256) \(tool)")
        guard let bill = try BillOfMaterials(absolute(binary.path), sha256: sha256, tool: tool) else { return nil }
        return try written(artifact(build, name: name, path: "\(folder)/\(name)", type: "SBOM", extra), earlier) {
            try $0.write(Array(try bill.json().utf8))
        }
    }

    /// The artifact with checksum and size, its file at its place.
    func written(
        _ artifact: Artifact, _ earlier: [String: Artifact], isExecutable: Bool = false, _ write: (OutputFile) throws -> Void
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
        let file = try OutputFile(at: absolute(artifact.path), isExecutable: isExecutable)
        try write(file)
        artifact.extra.checksum = "sha256:\(try file.digest())"
        artifact.extra.size = file.count
        try file.commit()
        return artifact
    }

    /// Checksums as `sha256sum -c` reads them in `dist/PIPELINE`: of what is uploaded, so of binaries only without an archive.
    private func checksums(_ artifacts: [Artifact], _ builds: [BuildReport.Build]) throws -> Artifact {
        let bare = Set(
            builds.filter { packing($0).archive == .none }.compactMap { build in build.path.map { "\(folder)/\($0)" } })
        let listed = artifacts.filter { $0.type != "Binary" || bare.contains($0.path) }
        let lines = listed.map { artifact in
            "\(artifact.extra.checksum?.dropFirst("sha256:".count) ?? "")  \(artifact.path.dropFirst(folder.count + 1))\n"
        }
        let text = lines.sorted { $0.dropFirst(64) < $1.dropFirst(64) }.joined()
        let name = options.checksumsName
        try project.write("\(folder)/\(name)", text)
        return Artifact(
            name: name, path: "\(folder)/\(name)", type: "Checksum", extra: Artifact.Extra(size: text.utf8.count))
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

    func absolute(_ path: String) -> String {
        project.folder == "." ? path : "\(project.folder)/\(path)"
    }
}

extension BuildReport.Build {
    /// Whether both may share an archive: different programs for one target with one preset.
    fileprivate func isPacked(with other: BuildReport.Build) -> Bool {
        target == other.target && preset == other.preset
    }
}

extension OutputFile {
    fileprivate func write(copying member: ArchiveMember) throws {
        try member.read(chunk: 1 << 20, begin: { _ in }) { bytes in try write(bytes) }
    }
}
