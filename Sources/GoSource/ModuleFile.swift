/// Lines of a go.mod by the module that each requires. (go.dev/ref/mod#go-mod-file)
package struct ModuleFile: Sendable, Equatable {
    /// By module path; lines count from 1.
    package private(set) var lines: [String: Int] = [:]

    package init(_ text: String) {
        var block: Substring?
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
            var words = code.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
            guard let first = words.first else { continue }
            if first == ")" {
                block = nil
            } else if words.last == "(" {
                block = first
            } else {
                if block == nil { words = words.dropFirst() }
                guard (block ?? first) == "require", words.count == 2, let path = words.first else { continue }
                let name = path.filter { $0 != "\"" && $0 != "`" }
                lines[name] = lines[name] ?? index + 1
            }
        }
    }
}
