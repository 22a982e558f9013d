internal import BinaryFormats
internal import GoMetadata

/// The packages of a program under small numbers; 0 is no package.
struct PackageTable: Sendable {
    /// Import paths, unescaped, `main` under its real path.
    private(set) var paths: [String] = [""]
    private var numbers: [String: UInt32] = [:]
    /// Paths as symbol names spell them, and their numbers.
    private var spellings = NameTable()
    private var spellingNumbers: [UInt32] = []
    let mainPath: String

    init(mainPath: String) {
        self.mainPath = mainPath
    }

    var count: Int { paths.count }

    mutating func number(of path: String) -> UInt32 {
        let path = path == "main" ? mainPath : path
        if let known = numbers[path] { return known }
        numbers[path] = UInt32(paths.count)
        paths.append(path)
        return UInt32(paths.count - 1)
    }

    func find(_ path: String) -> UInt32? {
        numbers[path == "main" ? mainPath : path]
    }

    /// The package of a symbol's name, if it has a number already; 0 for names that say none.
    mutating func number(ofSymbol name: Range<Int>, _ reader: ByteReader) -> UInt32 {
        // Names after `go:` are text or a number, except for wrappers of methods of unnamed types.
        if reader.has("go:", at: name.lowerBound), !reader.has("go:itab.", at: name.lowerBound),
            !reader.has("go:struct", at: name.lowerBound), !reader.has("go:(", at: name.lowerBound)
        {
            return 0
        }
        guard let path = SymbolName.package(in: name, reader) else { return 0 }
        let spelling = spellings.intern(reader.bytes.extracting(path))
        if spelling < spellingNumbers.count { return spellingNumbers[spelling] }
        // Names are pushed into packages that are not linked; those say nothing of who brought them.
        let number = find(SymbolName.unescape(reader.string(path))) ?? 0
        spellingNumbers.append(number)
        return number
    }
}
