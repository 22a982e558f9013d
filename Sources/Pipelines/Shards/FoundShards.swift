internal import Host
internal import Planning
package import Reports

/// The shards below the places that a user names: files, folders as an engine downloads them, archives.
package struct FoundShards {
    package struct Shard {
        package var report: ShardReport
        /// As messages name it: `part2.zip: shards/2-of-5.json`.
        package var name: String
        /// Folder that the paths of its binaries are relative to.
        var folder: String
    }

    package private(set) var shards: [Shard] = []
    /// A sentence for each place or file that cannot be used.
    package private(set) var problems: [String] = []
    /// Archives are unpacked here.
    private let scratch: ScratchFolder

    /// Folders below a named one; an engine puts each shard into one or two of its own.
    private static let mostDepth = 5

    /// A place that cannot be used is a problem.
    init(_ places: [String], scratch: ScratchFolder) {
        self.scratch = scratch
        for (number, place) in places.enumerated() { find(in: place, number) }
    }

    private mutating func find(in place: String, _ number: Int) {
        if isFolder(place) {
            let before = shards.count + problems.count
            search(place, named: place, depth: 0)
            if shards.count + problems.count == before {
                problems.append("\(place): no shard in it; they are called 2-of-5.json")
            }
        } else if !fileExists(place) {
            problems.append("\(place): no such file or folder")
        } else if place.hasSuffix(".json") {
            read(place, named: place)
        } else {
            unpack(place, number)
        }
    }

    private mutating func search(_ folder: String, named name: String, depth: Int) {
        guard depth < Self.mostDepth, let names = try? Host.names(inFolder: folder) else { return }
        for entry in names.sorted() {
            let path = "\(folder)/\(entry)"
            if Self.isShardFile(entry) {
                read(path, named: "\(name)/\(entry)")
            } else if !entry.hasPrefix("."), isFolder(path) {
                search(path, named: "\(name)/\(entry)", depth: depth + 1)
            }
        }
    }

    /// `2-of-5.json`
    private static func isShardFile(_ name: String) -> Bool {
        guard name.hasSuffix(".json") else { return false }
        let words = name.dropLast(5).split(separator: "-", omittingEmptySubsequences: false)
        return words.count == 3 && words[1] == "of" && Int(words[0]) != nil && Int(words[2]) != nil
    }

    private mutating func read(_ path: String, named name: String) {
        do {
            let report = try ShardReport(json: MappedFile(path: path).text, name: name)
            let folder = path.hasSuffix("/\(PipelineRun.shardFolder)/\(report.shard.fileName).json") ? 2 : 1
            let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast(folder)
            shards.append(Shard(report: report, name: name, folder: parts.isEmpty ? "." : parts.joined(separator: "/")))
        } catch {
            problems.append("\(error)")
        }
    }

    private mutating func unpack(_ path: String, _ number: Int) {
        do {
            guard let archive = try ArchiveContents(path: path) else {
                problems.append("\(path): neither a shard (.json), nor a .tar.gz or .zip with one")
                return
            }
            let folder = "\(scratch.path)/\(number)"
            for (name, contents) in archive.members {
                let parts = name.split(separator: "/").filter { $0 != "." }
                guard !parts.isEmpty, !parts.contains(".."), !name.hasSuffix("/") else { continue }
                let file = "\(folder)/\(parts.joined(separator: "/"))"
                try createFolders(file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
                let output = try OutputFile(at: file, isExecutable: true)
                try output.write(contents)
                try output.commit()
            }
            let before = shards.count + problems.count
            if isFolder(folder) { search(folder, named: path, depth: 0) }
            if shards.count + problems.count == before { problems.append("\(path): no shard in it; they are called 2-of-5.json") }
        } catch {
            problems.append("\(error)".hasPrefix(path) ? "\(error)" : "\(path): \(error)")
        }
    }
}
