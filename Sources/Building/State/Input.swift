internal import Glibc
internal import Host

/// A file or folder that a build reads.
struct Input: Codable, Hashable {
    enum Kind: String, Codable {
        /// One file, which may not exist.
        case file
        /// A file named by a flag or a variable: go may pass it to a linker without reading it.
        case named
        /// The files of a package's folder that go may compile or hand to a C compiler; not its tests.
        case package
        /// Files that a `//go:embed` pattern matches in a package's folder.
        case embedded
    }

    package var kind: Kind
    package var path: String
    package var pattern: String?

    /// State of an input at one moment. `stamp` is quick to take; where it differs, `digest` compares the contents.
    struct State: Codable, Hashable {
        package var input: Input
        var stamp: String
        package var digest: String
    }

    package static func file(_ path: String) -> Input { Input(kind: .file, path: path) }
    package static func package(_ folder: String) -> Input { Input(kind: .package, path: folder) }
    static func embedded(_ pattern: String, in folder: String) -> Input {
        Input(kind: .embedded, path: folder, pattern: pattern)
    }

    /// State of now, and the time of the last change in `FileStamp.now`; nil when the input changes meanwhile.
    func observed() -> (state: State, newest: Int)? {
        let listing = listing
        let state = State(input: self, stamp: Self.stamp(listing), digest: digest(listing))
        return stamp == state.stamp ? (state, listing.newest) : nil
    }

    /// Digest of names, sizes, times and inodes.
    var stamp: String { Self.stamp(listing) }

    /// Digest of names and contents; for a file the SHA-256 of its contents. Empty when there is nothing.
    package var digest: String { digest(listing) }

    private struct Listing {
        /// Sorted by name.
        package var files: [(name: String, path: String, stamp: FileStamp)] = []
        /// When the latest change to a file or to a folder that was looked into took place.
        var newest = 0

        mutating func add(_ name: String, _ path: String) {
            guard let stamp = FileStamp(path) else { return }
            newest = max(newest, stamp.changed)
            files.append((name, path, stamp))
        }
    }

    private static func stamp(_ listing: Listing) -> String {
        listing.files.isEmpty ? "" : SHA256.hexadecimal(of: listing.files.map { "\($0.name)\t\($0.stamp.text)\n" }.joined())
    }

    private func digest(_ listing: Listing) -> String {
        let digests = listing.files.map { (name: $0.name, contents: Self.contents($0.path)) }
        guard !digests.isEmpty, ![.file, .named].contains(kind) else { return digests.first?.contents ?? "" }
        return SHA256.hexadecimal(of: digests.map { "\($0.name)\t\($0.contents)\n" }.joined())
    }

    /// Not empty, as there is something.
    private static func contents(_ path: String) -> String {
        if FileStamp(path)?.size == 0 { return SHA256.hexadecimal(of: "") }
        return (try? SHA256.hexadecimal(ofFile: path)) ?? "unreadable"
    }

    private var listing: Listing {
        var listing = Listing()
        switch kind {
        case .file, .named:
            listing.add(path.split(separator: "/").last.map(String.init) ?? path, path)
        case .package:
            for name in Self.names(in: path, &listing) where Self.isCompiled(name) { listing.add(name, "\(path)/\(name)") }
        case .embedded:
            let all = pattern?.hasPrefix("all:") ?? false
            let elements = (pattern ?? "").dropFirst(all ? 4 : 0).split(separator: "/").map(String.init)
            Self.match(elements[...], in: path, "", includingHidden: all, &listing)
        }
        listing.files.sort { $0.name < $1.name }
        return listing
    }

    /// Names in a folder, which counts as looked into.
    private static func names(in folder: String, _ listing: inout Listing) -> [String] {
        listing.newest = max(listing.newest, FileStamp(folder)?.changed ?? 0)
        return (try? Host.names(inFolder: folder)) ?? []
    }

    private static func match(
        _ elements: ArraySlice<String>, in folder: String, _ prefix: String, includingHidden: Bool, _ listing: inout Listing
    ) {
        guard let element = elements.first else { return }
        let isPlain = !element.contains { "*?[\\".contains($0) }
        let found = isPlain ? [element] : names(in: folder, &listing).filter { unsafe fnmatch(element, $0, 0) == 0 }
        for name in found {
            let path = "\(folder)/\(name)"
            if elements.count > 1 {
                match(elements.dropFirst(), in: path, "\(prefix)\(name)/", includingHidden: includingHidden, &listing)
            } else if FileStamp(path)?.isFolder == true {
                addTree(path, "\(prefix)\(name)/", includingHidden: includingHidden, &listing)
            } else {
                listing.add(prefix + name, path)
            }
        }
    }

    /// As go does, without what begins with `.` or `_` unless the pattern asks for it. (go doc embed)
    private static func addTree(_ folder: String, _ prefix: String, includingHidden: Bool, _ listing: inout Listing) {
        for name in names(in: folder, &listing) {
            guard includingHidden ? name != ".git" : !name.hasPrefix(".") && !name.hasPrefix("_") else { continue }
            let path = "\(folder)/\(name)"
            var status = stat()
            if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                addTree(path, "\(prefix)\(name)/", includingHidden: includingHidden, &listing)
            } else {
                listing.add(prefix + name, path)
            }
        }
    }

    /// By its extension (`go help filetype`, go/build); a new `go.mod` takes the folder out of its module.
    private static func isCompiled(_ name: String) -> Bool {
        if name == "go.mod" || name == "default.pgo" { return true }
        guard !name.hasPrefix("."), !name.hasPrefix("_"), !name.hasSuffix("_test.go"), let dot = name.lastIndex(of: ".") else {
            return false
        }
        return extensions.contains(String(name[name.index(after: dot)...]))
    }

    private static let extensions: Set<String> = [
        "go", "c", "cc", "cpp", "cxx", "m", "h", "hh", "hpp", "hxx", "f", "F", "for", "f90", "s", "S", "sx", "swig", "swigcxx",
        "syso",
    ]
}
