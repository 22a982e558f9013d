internal import Host
internal import JSON

/// Sizes of programs that were built to be measured, by all that decides them: kept in the user's cache folder, so that the
/// same question is not built twice. A cache that cannot be read or written is empty.
struct SizeCache {
    private let path: String?
    private var sizes: [String: Int] = [:]

    package init(environment: [String: String]) {
        path = UserCache(environment: environment).map { "\($0.folder)/sizes.json" }
        guard let path, let file = try? MappedFile(path: path) else { return }
        sizes = (try? JSONDecoder().decode([String: Int].self, from: file.text)) ?? [:]
    }

    /// Of everything that goes into a link: archives by their names in Go's cache, which are digests of their contents.
    package static func key(_ parts: [String]) -> String {
        SHA256.hexadecimal(of: parts.joined(separator: "\n"))
    }

    package subscript(key: String) -> Int? { sizes[key] }

    package mutating func set(_ key: String, _ size: Int) {
        sizes[key] = size
        // Old entries are worth a build, not a search.
        if sizes.count > 4096 { sizes = [key: size] }
        guard let path, let slash = path.lastIndex(of: "/"), let text = try? JSONEncoder().encode(sizes) else { return }
        try? createFolders(String(path[..<slash]))
        try? replaceFile(at: path, with: text)
    }
}
