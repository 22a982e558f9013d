internal import Host
internal import JSON
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
        /// The file that its packages are left in.
        var file: SharedFile
    }

    /// A file that is called as a shard is, and cannot be read.
    struct Unreadable {
        /// By the name of the file; nil for a file of another name.
        var shard: ShardName?
        /// A sentence that names the file.
        var problem: String
    }

    package private(set) var shards: [Shard] = []
    private(set) var unreadable: [Unreadable] = []
    /// A sentence for each place or file without a shard.
    package private(set) var problems: [String] = []
    /// Files that are to be read, with their names in messages.
    private var files: [(path: String, name: String)] = []
    /// Archives are unpacked here.
    private let scratch: ScratchFolder

    /// Folders below a named one; an engine puts each shard into one or two of its own.
    private static let mostDepth = 5

    /// A place that cannot be used is a problem.
    init(_ places: [String], scratch: ScratchFolder) async {
        self.scratch = scratch
        for (number, place) in places.enumerated() { find(in: place, number) }
        let results = await inParallel(files) { file in Result { try Self.shard(file.path, file.name) } }
        for (file, result) in zip(files, results) {
            switch result {
            case .success(let shard): shards.append(shard)
            case .failure(let error):
                let numbers = file.path.split(separator: "/").last.flatMap { Self.numbers(ofFile: String($0)) }
                unreadable.append(Unreadable(shard: numbers.flatMap { ShardName($0, of: $1) }, problem: "\(error)"))
            }
        }
    }

    private var count: Int { files.count + problems.count }

    private mutating func find(in place: String, _ number: Int) {
        if isFolder(place) {
            let before = count
            search(place, named: place, depth: 0)
            if count == before {
                problems.append("\(place): no shard in it; they are called 2-of-5.json")
            }
        } else if !fileExists(place) {
            problems.append("\(place): no such file or folder")
        } else if place.hasSuffix(".json") {
            files.append((place, place))
        } else {
            unpack(place, number)
        }
    }

    private mutating func search(_ folder: String, named name: String, depth: Int) {
        guard depth < Self.mostDepth, let names = try? Host.names(inFolder: folder) else { return }
        for entry in names.sorted() {
            let path = "\(folder)/\(entry)"
            if Self.isShardFile(entry) {
                files.append((path, "\(name)/\(entry)"))
            } else if !entry.hasPrefix("."), isFolder(path) {
                search(path, named: "\(name)/\(entry)", depth: depth + 1)
            }
        }
    }

    /// `2-of-5.json`
    private static func isShardFile(_ name: String) -> Bool { numbers(ofFile: name) != nil }

    /// 2 and 5 of `2-of-5.json`.
    private static func numbers(ofFile name: String) -> (index: Int, count: Int)? {
        guard name.hasSuffix(".json") else { return nil }
        let words = name.dropLast(5).split(separator: "-", omittingEmptySubsequences: false)
        guard words.count == 3, words[1] == "of", let index = Int(words[0]), let count = Int(words[2]) else { return nil }
        return (index, count)
    }

    private static func shard(_ path: String, _ name: String) throws -> Shard {
        let file = try SharedFile(path)
        defer { file.withBytes { file.release(0..<$0.count) } }
        let report = try ShardReport(of: file, name: name)
        let folder = path.hasSuffix("/\(PipelineRun.shardFolder)/\(report.shard.fileName).json") ? 2 : 1
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast(folder)
        return Shard(report: report, name: name, folder: parts.isEmpty ? "." : parts.joined(separator: "/"), file: file)
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
            let before = count
            if isFolder(folder) { search(folder, named: path, depth: 0) }
            if count == before { problems.append("\(path): no shard in it; they are called 2-of-5.json") }
        } catch {
            problems.append("\(error)".hasPrefix(path) ? "\(error)" : "\(path): \(error)")
        }
    }
}
