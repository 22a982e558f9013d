internal import Building
internal import Host
internal import JSON
internal import Reports

/// The files of a release and those that were built again, compared in pairs.
struct ReleaseFiles {
    package var downloaded: DownloadedRelease
    package var rebuilt: DownloadedRelease

    /// An entry for each artifact whose build was repeated. Throws `FileError` for a file that cannot be read.
    func compared() throws -> [ReleaseComparison.File] {
        let made = Dictionary(rebuilt.artifacts.map { ($0.path, $0) }) { $1 }
        let places = Set(rebuilt.artifacts.compactMap(\.place))
        var files: [ReleaseComparison.File] = []
        for artifact in downloaded.artifacts {
            if let place = artifact.place, !places.contains(place) { continue }
            let file = downloaded.file(of: artifact)
            guard let again = made[artifact.path], let new = rebuilt.file(of: again) else {
                let names = rebuilt.artifacts.filter { $0.type == artifact.type && $0.place == artifact.place }.map(\.name)
                files.append(
                    ReleaseComparison.File(
                        name: artifact.shown, status: .different,
                        message: names.isEmpty ? "not made here" : "here the name is \(names.joined(separator: ", "))"))
                continue
            }
            if let file {
                files.append(try compared(artifact, file, again, new))
            } else if artifact.type != "Checksum", artifact.type != "Provenance" {
                let isSame = artifact.extra.checksum == again.extra.checksum
                files.append(
                    ReleaseComparison.File(
                        name: artifact.shown, status: isSame ? .sameChecksum : .different,
                        message: isSame ? nil : "another checksum in artifacts.json; the file was not downloaded"))
            }
        }
        return files
    }

    private func compared(
        _ artifact: Artifact, _ file: String, _ again: Artifact, _ new: String
    ) throws -> ReleaseComparison.File {
        var result = ReleaseComparison.File(name: artifact.shown, status: .same)
        switch artifact.type {
        case "Checksum": result.message = try sums(in: file, against: new)
        case "Provenance": result.message = try subjects(in: file, against: new)
        default:
            if try isEqual(file, new) {
                if artifact.extra.checksum != again.extra.checksum { result.message = "another checksum in artifacts.json" }
            } else {
                result.status = .different
                result.differences = try differences(artifact, file, new)
                if result.differences.isEmpty { result.message = "the same contents, packed by another zlib, date or mode" }
            }
        }
        if result.message != nil { result.status = .different }
        return result
    }

    private func isEqual(_ first: String, _ second: String) throws -> Bool {
        guard FileStamp(first)?.size == FileStamp(second)?.size else { return false }
        return try SHA256.hexadecimal(ofFile: first) == SHA256.hexadecimal(ofFile: second)
    }

    /// Of an archive, those of its members.
    private func differences(_ artifact: Artifact, _ file: String, _ new: String) throws -> [ReleaseComparison.Difference] {
        guard artifact.type == "Archive", let before = try ArchiveContents(path: file), let after = try ArchiveContents(path: new)
        else { return [try ReleaseComparison.Difference.between(file, new, name: artifact.name)] }
        let scratch = try ScratchFolder(in: rebuilt.folder)
        defer { scratch.remove() }
        var found: [ReleaseComparison.Difference] = []
        for (name, contents) in before.members {
            guard let other = after.members.first(where: { $0.name == name }) else {
                found.append(ReleaseComparison.Difference(file: name, first: "its name, which the archive has not here"))
                continue
            }
            guard other.contents != contents else { continue }
            let paths = ["\(scratch.path)/downloaded", "\(scratch.path)/rebuilt"]
            for (path, bytes) in zip(paths, [contents, other.contents]) {
                try unsafe replaceFile(at: path, with: bytes.span.bytes)
            }
            found.append(try ReleaseComparison.Difference.between(paths[0], paths[1], name: name))
        }
        for (name, _) in after.members where !before.members.contains(where: { $0.name == name }) {
            found.append(ReleaseComparison.Difference(file: name, first: "its name, which the release's archive has not"))
        }
        return found
    }

    /// The first line for a file that was built again and that the other list has not; nil when there is none.
    private func sums(in file: String, against new: String) throws -> String? {
        let known = Set(try lines(file))
        let made = try lines(new)
        let statements = Set(rebuilt.artifacts.filter { $0.type == "Provenance" }.map(\.name))
        let missing = made.filter { !known.contains($0) && !statements.contains(String($0.dropFirst(66))) }
        return missing.first.map { "has no line `\($0)`" + (missing.count > 1 ? ", nor \(missing.count - 1) more" : "") }
    }

    private func lines(_ path: String) throws -> [String] {
        try MappedFile(path: path).text.split(whereSeparator: \.isNewline).map(String.init)
    }

    /// A subject with another digest; other fields depend on the clone.
    private func subjects(in file: String, against new: String) throws -> String? {
        struct Statement: Decodable {
            struct Subject: Decodable, Equatable {
                package var name: String
                package var digest: [String: String]
            }
            package var subject: [Subject]
        }
        guard let old = try? JSONDecoder().decode(Statement.self, from: MappedFile(path: file).text) else {
            return "no in-toto statement"
        }
        let made = try? JSONDecoder().decode(Statement.self, from: MappedFile(path: new).text)
        return old.subject.first { !(made?.subject.contains($0) ?? false) }.map { "another digest of \($0.name)" }
    }
}

extension Artifact {
    /// Target and preset; nil for an artifact of all builds.
    fileprivate var place: String? { target.map { "\($0) \(extra.preset ?? "")" } }

    /// The path in `dist/PIPELINE`.
    fileprivate var shown: String { path.split(separator: "/").dropFirst(2).joined(separator: "/") }
}
