internal import Host
internal import Profiles
internal import Reports

/// A profile by path or `http://` address; nil for a file that does not begin like one.
func profileSource(_ path: String) throws -> HeapReport.Source? {
    let isAddress = path.hasPrefix("http://") || path.hasPrefix("https://")
    guard let bytes = try isAddress ? fetch(path, limit: 1 << 28) : MappedFile.reading(path, profileBytes) else { return nil }
    do {
        return HeapReport.Source(path: path, profile: try Profile(bytes))
    } catch { throw FileError(path: path, reason: "\(error)") }
}

/// A profile by path or address. Throws for a file that is none.
func requiredProfile(_ path: String) throws -> HeapReport.Source {
    guard let source = try profileSource(path) else { throw FileError(path: path, reason: "not a profile in pprof's format") }
    return source
}

extension [HeapReport.Source] {
    /// Linker's names of the functions that have samples.
    var functionNames: Set<String> { Set(flatMap { $0.profile.functions.map(\.name) }) }
}

/// The bytes of a file that begins like a profile: like gzip, or with its first field.
private func profileBytes(_ file: borrowing MappedFile) throws -> [UInt8]? {
    for kind in ["heap", "goroutine", "threadcreate", "block", "mutex", "contention"]
    where file.begins(with: Array("\(kind) profile: ".utf8)) || file.begins(with: Array("--- \(kind):\n".utf8)) {
        throw FileError(
            path: file.path, reason: "a profile as text, for people; write it with debug=0, or without `debug` in the address")
    }
    return file.begins(with: [0x1f, 0x8b]) || file.begins(with: [0x0a]) ? file.copy() : nil
}
