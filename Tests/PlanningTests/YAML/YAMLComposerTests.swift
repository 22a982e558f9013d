import Testing

@testable import Planning

struct YAMLComposerTests {
    private func root(_ text: String) throws -> Node? {
        try YAMLComposer.root(of: text)
    }

    private func error(_ text: String) -> YAMLError? {
        do {
            _ = try YAMLComposer.root(of: text)
            return nil
        } catch {
            return error
        }
    }

    @Test func aDocumentHasValuesAndTheirPlaces() throws {
        let root = try #require(try root("# a comment\nname: x\nlist:\n  - [é, b]\n  - {c: \"1.22\", d: 1.22}\n"))
        let entries = try #require(root.mapping)
        #expect(entries.map(\.key.scalar?.string) == ["name", "list"])
        let list = try #require(entries.last?.value.sequence)
        #expect(list.first?.sequence?.map(\.mark) == [Node.Mark(line: 4, column: 6), Node.Mark(line: 4, column: 9)])
        let numbers = try #require(list.last?.mapping).map(\.value)
        #expect(numbers.map(\.scalar?.string) == ["1.22", "1.22"])
        #expect(numbers.map(\.scalar?.isPlain) == [false, true])
        #expect(numbers.map(\.mark.line) == [5, 5])
    }

    @Test(arguments: ["", "\n", "# only a comment\n"])
    func aTextWithoutDocumentHasNoRoot(text: String) throws {
        #expect(try root(text) == nil)
    }

    @Test func anEmptyDocumentIsAnEmptyScalar() throws {
        #expect(try root("---\n")?.scalar?.string == "")
    }

    @Test func blockScalarsAndEscapesAreTexts() throws {
        let entries = try #require(try root("a: |\n  one\n  two\nb: >\n  one\n  two\nc: \"x\\0y\\u00e9\"\nd: 'it''s'\n")?.mapping)
        #expect(entries.map(\.value.scalar?.string) == ["one\ntwo\n", "one two\n", "x\0yé", "it's"])
    }

    @Test func anAliasIsItsAnchor() throws {
        let entries = try #require(try root("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x\n")?.mapping)
        #expect(entries[1].value.sequence?.compactMap(\.scalar?.string) == ["1", "2"])
        #expect(entries[1].value.mark == entries[0].value.mark)
        #expect(entries[3].value.scalar?.string == "3")
    }

    @Test(arguments: ["a: *x\n", "a: &x [*x]\n"])
    func anAliasNeedsItsAnchorBefore(text: String) {
        #expect(error(text) == .syntax(problem: "found undefined alias", line: 1))
    }

    @Test func aKeyStandsOnce() {
        #expect(error("b: 1\na: 1\n\"a\": 2\nb: 2\n") == .duplicateKeys(["a", "b"], line: 2))
        #expect(error("x: [{k: 1, k: 2}]") == .duplicateKeys(["k"], line: 1))
    }

    @Test func aFileIsOneDocument() {
        #expect(
            error("a: 1\n---\nb: 1\n")
                == .syntax(
                    problem: "but found another document", line: 2, context: "expected a single document in the stream"))
    }

    @Test(arguments: ["\u{0}", "a: 1\n\u{0}", "a: \u{1}", "\"\u{7}\""])
    func controlCharactersAreRefused(text: String) throws {
        let found = try #require(error(text))
        guard case .characters(let problem, let offset) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(problem == "control characters are not allowed")
        #expect(offset < text.utf8.count)
    }

    /// Bytes that are not UTF-8 become U+FFFD in a Swift string, which is a letter as others are.
    @Test func replacedBytesAreText() throws {
        let text = String(decoding: [0x61, 0x3A, 0x20, 0xFF, 0xC3], as: UTF8.self)
        #expect(try root(text)?.mapping?.first?.value.scalar?.string == "\u{FFFD}\u{FFFD}")
    }

    @Test(arguments: [("[", "]"), ("{a: ", "}"), ("- ", "")])
    func depthHasALimit(open: String, close: String) throws {
        func nested(_ levels: Int) -> String {
            String(repeating: open, count: levels) + "x" + String(repeating: close, count: levels)
        }
        #expect(error(nested(YAMLComposer.maximalDepth)) == nil)
        for levels in [YAMLComposer.maximalDepth + 1, 100_000] {
            #expect(error(nested(levels)) == .syntax(problem: "nested deeper than 64 levels", line: 1))
        }
    }

    /// Each line nests the one before once more: 65 levels, in no place of the text more than two.
    @Test func depthOfAliasesHasALimit() {
        let lines = (1..<100_000).lazy.map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }
        #expect(
            error("a0: &a0 [x]\n" + lines.joined()) == .syntax(problem: "nested deeper than 64 levels", line: 64))
    }

    /// Nine lists of nine aliases each stand for 9^9 values.
    @Test func numberOfValuesHasALimit() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        #expect(error(text) == .syntax(problem: "more than 1048576 values", line: 7))
    }
}
