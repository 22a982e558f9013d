/// A coverage profile as text, as `go test -coverprofile` and `go tool covdata textfmt` write it. (golang.org/x/tools/cover)
public struct CoverageText: Sendable {
    /// A run of statements of one file.
    public struct Block: Sendable, Equatable {
        public var line: Int
        public var statements: Int
        public var ran: Bool
    }

    /// Blocks by file: import path of the package and name of the file.
    public var files: [String: [Block]]

    /// A line that is no block: its number and itself.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        public var line: Int
        public var text: String

        public var description: String {
            "line \(line): `\(text)` is no block of a coverage profile; expected FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT"
        }
    }

    /// Whether a text begins like such a profile.
    public static func isCoverage(_ text: String) -> Bool { text.hasPrefix("mode: ") }

    public init(_ text: String) throws(Problem) {
        files = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.hasSuffix("\r") ? line.dropLast() : line
            // Profiles of several runs are often concatenated.
            if line.isEmpty || line.hasPrefix("mode: ") { continue }
            guard let (file, block) = Self.block(line) else {
                throw Problem(line: index + 1, text: String(line.prefix(120)))
            }
            files[file, default: []].append(block)
        }
    }

    /// `example.org/app/main.go:8.13,10.2 3 1`.
    private static func block(_ line: Substring) -> (file: String, block: Block)? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 3, let statements = Int(words[words.count - 2]), let count = UInt64(words[words.count - 1]),
            statements >= 0
        else { return nil }
        let place = line.prefix(line.count - words[words.count - 1].count - words[words.count - 2].count - 2)
        guard let colon = place.lastIndex(of: ":"), colon > place.startIndex,
            let start = Int(place[place.index(after: colon)...].prefix { $0 != "." })
        else { return nil }
        return (String(place[..<colon]), Block(line: start, statements: statements, ran: count > 0))
    }
}
