/// The imports at the head of a Go source file. Comments, names, raw strings and groups are supported; reading ends at the first
/// other declaration. (go.dev/ref/spec#Import_declarations)
package struct ImportStatements: Sendable {
    package struct Statement: Sendable {
        package var path: String
        /// `_`, `.` or an explicit name; nil if the package's name applies.
        package var name: String?
        package var line: Int
        /// Bytes of the name, if any, and the path.
        package var range: Range<Int>
    }

    package private(set) var statements: [Statement] = []
    /// Byte offset of the first declaration after the imports.
    package private(set) var end = 0

    package init(source: String) {
        var scanner = GoScanner(source)
        guard scanner.next() == .word("package"), case .word = scanner.next() else { return }
        defer { end = scanner.range.lowerBound }
        var token = scanner.nextUnlessSemicolon()
        while token == .word("import") {
            token = scanner.next()
            let isGroup = token == .mark(UInt8(ascii: "("))
            if isGroup { token = scanner.nextUnlessSemicolon() }
            while token != .mark(UInt8(ascii: ")")) {
                let first = scanner.range.lowerBound
                var name: String?
                switch token {
                case .text: break
                case .word(let word): name = word
                case .mark(UInt8(ascii: ".")): name = "."
                default: return
                }
                if name != nil { token = scanner.next() }
                guard case .text(let path) = token else { return }
                statements.append(
                    Statement(path: path, name: name, line: scanner.line, range: first..<scanner.range.upperBound))
                if !isGroup { break }
                token = scanner.nextUnlessSemicolon()
            }
            token = scanner.nextUnlessSemicolon()
        }
    }
}
