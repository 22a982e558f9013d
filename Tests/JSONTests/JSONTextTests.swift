import Fixtures
import JSON
import Testing

/// Lists that are kept as text.
struct JSONTextTests {
    private struct Report: Codable, Equatable {
        struct Row: Codable, Equatable {
            var name: String
            var sizes: [String: Int] = [:]
            var rows: [Row]?
        }

        var name = "a"
        var rows: [Row] = []
        var last = 1
    }

    private struct Kept: Codable {
        var name: String
        var rows: JSONText
        var last: Int
    }

    private static let report = Report(rows: [
        .init(name: #"a "] \ }, { b"#, sizes: ["x": 1, "y": -2], rows: [.init(name: "[", rows: [])]), .init(name: "é\n\u{1}"),
    ])

    /// A document with blanks in all places that may have some.
    private func spread(_ json: String, by generator: inout SeededGenerator) -> String {
        var (text, isString, isEscape) = ("", false, false)
        for scalar in json.unicodeScalars {
            let isPart = "[]{},:".unicodeScalars.contains(scalar)
            if !isString, isPart { text += ["", " ", "\n\t", "\r"].randomElement(using: &generator) ?? "" }
            text.unicodeScalars.append(scalar)
            if !isString, isPart { text += ["", "  ", "\n"].randomElement(using: &generator) ?? "" }
            if scalar == "\"", !isEscape { isString.toggle() }
            isEscape = scalar == "\\" && !isEscape
        }
        return text
    }

    @Test func textsAreWrittenAsTheirValuesAre() throws {
        var generator = SeededGenerator(seed: 4)
        for report in [Self.report, Report()] {
            for pretty in [true, false] {
                let encoder = JSONEncoder(pretty: pretty, itemLists: ["rows"])
                let expected = try encoder.encode([report])
                for _ in 0..<50 {
                    let json = try spread(JSONEncoder(pretty: Bool.random(using: &generator)).encode(report), by: &generator)
                    let document = try JSONDocument(json, keepingLists: ["rows"])
                    #expect(try encoder.encode([document.decode(Kept.self)]) == expected)
                    #expect(try document.decode(Report.self) == report, "what is kept can be decoded")
                }
            }
        }
    }

    @Test func aListHasOneItemPerLine() throws {
        let expected = #"""
            {
              "last" : 1,
              "name" : "a",
              "rows" : [
                {"name":"b","sizes":{"x":1,"y":2}},
                {"name":"c","rows":[{"name":"d","sizes":{}}],"sizes":{}}
              ]
            }
            """#
        let report = Report(rows: [
            .init(name: "b", sizes: ["x": 1, "y": 2]), .init(name: "c", rows: [.init(name: "d")]),
        ])
        #expect(try JSONEncoder(pretty: true, itemLists: ["rows"]).encode(report) == expected)
    }

    /// The error for damage is the one of a document of which nothing is kept.
    @Test func damageIsFoundInWhatIsKept() throws {
        var generator = SeededGenerator(seed: 5)
        let json = Array(try JSONEncoder().encode(Self.report).utf8)
        func failure(_ keeping: Set<String>, _ text: String) -> String? {
            do throws(JSONSyntaxError) {
                _ = try JSONDocument(text, keepingLists: keeping)
                return nil
            } catch {
                return error.description
            }
        }
        var failures = 0
        for _ in 0..<4000 {
            var bytes = json
            let place = Int.random(in: bytes.indices, using: &generator)
            if Bool.random(using: &generator) {
                bytes[place] = UInt8(ascii: ("{}[],:\"\\ 0-.etn".unicodeScalars.randomElement(using: &generator)) ?? " ")
            } else {
                bytes = Array(bytes[..<place])
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let expected = failure([], text)
            failures += expected == nil ? 0 : 1
            #expect(failure(["rows"], text) == expected, "\(text)")
        }
        #expect(failures > 2000)
    }

    /// Pieces of a large document join to what is encoded at once.
    @Test func aDocumentIsPassedOnInPieces() throws {
        let report = Report(rows: (0..<20_000).map { .init(name: "\($0)", sizes: ["x": $0]) })
        var pieces: [[UInt8]] = []
        try JSONEncoder(pretty: true).encode(report) { pieces.append($0) }
        #expect(pieces.count > 5)
        #expect(String(decoding: pieces.joined(), as: UTF8.self) == (try JSONEncoder(pretty: true).encode(report)))
    }
}
