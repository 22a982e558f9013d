import Fixtures
import Foundation

/// A Swift file of the checkout, read as text.
struct SourceFile {
    /// From the checkout's root: `Sources/Planning/Glob.swift`.
    var path: String
    var lines: [Substring]

    var module: String { String(path.split(separator: "/")[1]) }

    /// Modules that `import` lines name, whatever their access level.
    var imports: [(module: String, line: Int)] {
        lines.enumerated().compactMap { index, line in
            let pattern =
                /^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|typealias|var|let)\s+)?(\w+)/
            return line.firstMatch(of: pattern).map { (String($0.1), index + 1) }
        }
    }

    /// Places of a pattern outside of comments and, roughly, of strings.
    func places(of pattern: some RegexComponent) -> [String] {
        lines.enumerated().compactMap { index, line in
            let code = line.replacing(/"(\\.|[^"\\])*"/, with: "\"\"").prefix { $0 != "/" }
            return code.contains(pattern) ? "\(path):\(index + 1): \(line.drop { $0 == " " })" : nil
        }
    }

    /// Every Swift file below a folder of the checkout.
    static func all(in folder: String = "Sources") throws -> [SourceFile] {
        let names = FileManager.default.enumerator(atPath: "\(GoBuild.checkout)/\(folder)")?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let text = try String(contentsOfFile: "\(GoBuild.checkout)/\(folder)/\(name)", encoding: .utf8)
            return SourceFile(path: "\(folder)/\(name)", text: text)
        }
    }

    init(path: String, text: String) {
        self.path = path
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }
}
