import Foundation
import Testing

/// The register of comments: plain technical English, whose subjects are terms of the field.
struct CommentTests {
    /// Openings of a comment that do not name its subject.
    static let openings = [
        "Anything", "Everything", "How a", "How it", "How the", "How to", "It", "Nobody", "Nothing", "Somebody", "Something",
        "That which", "The same", "They", "Those", "What", "Whatever", "Where a", "Where it", "Where the", "Where they",
        "Whether it", "Which", "Who", "Whoever", "Whom", "Whose",
    ]

    /// Words and phrases in place of a term of the field.
    static let words = [
        "anew", "anybody", "at hand", "begun", "believed", "beside", "goes too", "hands over", "honest", "lie about", "lie in",
        "lie together", "lies about", "lies behind", "lies beside", "lies in", "nobody", "nothing tells", "outlived", "somebody",
        "stand in", "stands for itself", "stands in", "stands there", "takes along", "tells nothing", "that lie", "that lies",
        "told apart", "told of", "turned over", "whoever", "whom",
    ]

    /// The words of a text between single blanks, without punctuation.
    static func plain(_ text: some StringProtocol) -> String {
        " \(text.split { !$0.isLetter }.joined(separator: " ")) "
    }

    /// Comments with a refused opening or word, as `path:line: "found" in: comment`.
    static func complaints(about file: SourceFile) -> [String] {
        var isInBlock = false
        return file.lines.enumerated().flatMap { index, line -> [String] in
            guard let mark = line.firstMatch(of: #/^\s*///?(?: |$)|\S\s+// /#) else {
                isInBlock = false
                return []
            }
            let text = line[mark.range.upperBound...]
            let normal = plain(text)
            let found =
                openings.filter { !isInBlock && text.hasPrefix($0) && normal.hasPrefix(" \($0) ") }
                + words.filter { normal.lowercased().contains(" \($0) ") }
            isInBlock = !text.isEmpty
            return found.map { "\(file.path):\(index + 1): \"\($0)\" in: \(text)" }
        }
    }

    @Test func subjectsAreTermsOfTheField() throws {
        let files = try SourceFile.all()
        #expect(files.count > 100)
        for complaint in files.flatMap(Self.complaints) { Issue.record("\(complaint)") }
    }

    @Test(arguments: [
        ("/// What is left of it.", ["\"What\""]),
        ("    /// Whether it is read by somebody.", ["\"Whether it\"", "\"somebody\""]),
        ("let a = 1  // Written anew.", ["\"anew\""]),
        ("/// A malformed structure, reported with its offset.", []),
        ("/// Whether the section is loaded.", []),
        ("let text = \"What nobody reads\"", []),
    ])
    func complaintsNameTheWords(line: String, found: [String]) {
        let complaints = Self.complaints(about: SourceFile(path: "X.swift", text: line))
        #expect(complaints.map { $0.dropFirst("X.swift:1: ".count).prefix { $0 != ":" } } == found.map { "\($0) in" })
    }
}
