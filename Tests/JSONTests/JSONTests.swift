import JSON
import Testing

struct JSONTests {
    private struct Everything: Codable, Equatable {
        enum State: String, Codable { case open, closed }

        struct Inner: Codable, Equatable {
            var list: [Int?] = [nil, 1]
            var empty: [Int] = []
            var none: [String: Int] = [:]
        }

        var whole = 1.0
        var large = 1e21
        var small = 1e-7
        var fraction = 0.1
        var negativeZero = -0.0
        var most = UInt64.max
        var least = Int.min
        var text = "\u{0}\u{1F}\u{7F}/\"\\\n\t\u{8}\u{C}\r\u{2028}é🏳️"
        var yes = true
        var missing: String?
        var state = State.open
        var inner = Inner()
        var byName = ["a10": 1, "a9": 2, "B": 3, "a": 4, "Z": 5, "é": 6, "_": 7]
    }

    /// The output of Foundation's encoder, pretty, with sorted keys and without escaped slashes.
    @Test func prettyTextIsThatOfFoundation() throws {
        let expected = #"""
            {
              "byName" : {
                "B" : 3,
                "Z" : 5,
                "_" : 7,
                "a" : 4,
                "a10" : 1,
                "a9" : 2,
                "é" : 6
              },
              "fraction" : 0.1,
              "inner" : {
                "empty" : [

                ],
                "list" : [
                  null,
                  1
                ],
                "none" : {

                }
              },
              "large" : 1e+21,
              "least" : -9223372036854775808,
              "most" : 18446744073709551615,
              "negativeZero" : -0,
              "small" : 1e-07,
              "state" : "open",
              "text" : "\u0000\u001f\#u{7F}/\"\\\n\t\b\f\r\#u{2028}é🏳️",
              "whole" : 1,
              "yes" : true
            }
            """#
        #expect(try JSONEncoder(pretty: true).encode(Everything()) == expected)
    }

    @Test func decodingReversesEncoding() throws {
        for isPretty in [false, true] {
            let text = try JSONEncoder(pretty: isPretty).encode([Everything()])
            #expect(try JSONDecoder().decode([Everything].self, from: text) == [Everything()])
        }
    }

    @Test(arguments: [
        (#""\u00e9\ud83d\ude00\/\b""#, "é😀/\u{8}"), (#""a\\\"b""#, "a\\\"b"), (" \"\" ", ""),
    ])
    func escapes(text: String, expected: String) throws {
        #expect(try JSONDecoder().decode(String.self, from: text) == expected)
    }

    @Test(arguments: [("4.0", 4), ("1e3", 1000), ("-0", 0), ("9223372036854775807", Int.max)])
    func wholeNumbers(text: String, expected: Int) throws {
        #expect(try JSONDecoder().decode(Int.self, from: text) == expected)
    }

    @Test(arguments: ["1.5", "9223372036854775808", "1e400"])
    func numbersThatAreNoInteger(text: String) {
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(Int.self, from: text) }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.isEmpty)
    }

    @Test func firstOfEqualFieldsCounts() throws {
        #expect(try JSONDecoder().decode([String: Int].self, from: #"{"a": 1, "a": 2}"#) == ["a": 1])
    }

    @Test(arguments: [
        ("", "line 1, column 1: expected a value, the text ends"),
        ("{\n  \"a\" 1}", "line 2, column 7: expected `:`, found `1`"),
        ("[1,]", "line 1, column 4: expected a value, found `]`"),
        ("[1 2]", "line 1, column 4: expected `,` or `]`, found `2`"),
        ("[01]", "line 1, column 3: expected `,` or `]`, found `1`"),
        ("[-]", "line 1, column 3: expected a digit, found `]`"),
        ("nul", "line 1, column 1: expected `null`, found `n`"),
        ("[é]", "line 1, column 2: expected a value, found `é`"),
        ("\"a\nb\"", "line 1, column 3: expected no control character in a string, found `\n`"),
        (#""\x""#, "line 1, column 3: expected one of `\"\\/bfnrtu` after `\\`, found `x`"),
        (#""\u12""#, "line 1, column 6: expected four hexadecimal digits, found `\"`"),
        (#""\ud800""#, "line 1, column 8: expected a pair of surrogates, found `\"`"),
        (#""\ud800\u0041""#, "line 1, column 14: expected a pair of surrogates, found `\"`"),
        ("\"abc", "line 1, column 5: expected the closing quote of a string, the text ends"),
        ("\"abc\\", "line 1, column 6: expected the closing quote of a string, the text ends"),
        ("1 1", "line 1, column 3: expected the end, found `1`"),
    ])
    func syntaxErrors(text: String, message: String) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONDecoder().decode(Int.self, from: text) }
        #expect(error?.description == message)
    }

    @Test func deepNestingIsAnError() {
        for open in ["[", "{\"a\":"] {
            let error = #expect(throws: JSONSyntaxError.self) {
                try JSONDecoder().decode(Int.self, from: String(repeating: open, count: 200_000))
            }
            #expect(error?.expected == "at most 500 levels of nesting")
        }
    }

    @Test func infiniteNumbersCannotBeEncoded() {
        #expect(throws: EncodingError.self) { try JSONEncoder().encode(Double.infinity) }
        #expect(throws: EncodingError.self) { try JSONEncoder().encode([Double.nan]) }
    }

    @Test(arguments: [
        ("[]", ""), (#"{"x": {"list": {}}}"#, "x.list"), (#"{"x": {"list": [1, "a"]}}"#, "x.list.1"),
        (#"{"x": {"list": [true]}}"#, "x.list.0"), (#"{"x": 1}"#, "x"),
    ])
    func aMismatchHasItsPath(text: String, path: String) {
        struct List: Decodable { var list: [Int] }
        struct Outer: Decodable { var x: List }
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(Outer.self, from: text) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }.joined(separator: ".") == path)
    }
}
