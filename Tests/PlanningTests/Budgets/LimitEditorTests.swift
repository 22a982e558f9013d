import Testing

@testable import Planning

struct LimitEditorTests {
    private func edited(_ text: String, _ edits: [LimitEdit]) throws -> String {
        var editor = LimitEditor(text, file: "p.yml")
        return try editor.text(with: edits)
    }

    /// All but the limits stays: comments, quotes, blanks, order, line ends.
    @Test func everythingElseStays() throws {
        let text = """
            # 日本 comment
            name: x   # "max: 9"
            budgets:
              # of the whole
              - { artifact: "日/*", max: 21MiB,   max-compressed: '8MiB' }  # wide
              - package: net/http
                max:   "1MiB"     # keep
                growth: 2%
              - { artifact: "*", max-packages: 300 }\r
            after: [1]

            """
        let expected = text.replacing("21MiB", with: "19.87MiB").replacing("'8MiB'", with: "'7.5MiB'")
            .replacing("\"1MiB\"", with: "\"640KiB\"").replacing("300", with: "290")
        let edits = [
            LimitEdit(budget: 0, key: "max", text: "19.87MiB"), LimitEdit(budget: 0, key: "max-compressed", text: "7.5MiB"),
            LimitEdit(budget: 1, key: "max", text: "640KiB"), LimitEdit(budget: 2, key: "max-packages", text: "290"),
        ]
        #expect(try edited(text, edits) == expected)
        #expect(try edited("\u{FEFF}" + text, edits) == "\u{FEFF}" + expected)
        #expect(try edited(text, []) == text)
    }

    /// An alias has the place of its anchor: the larger limit holds for both.
    @Test func aliasesShareTheirLimit() throws {
        let text = "budgets: [{ artifact: a, max: &m 9MiB }, { artifact: b, max: *m }]\n"
        let edits = [LimitEdit(budget: 0, key: "max", text: "2MiB"), LimitEdit(budget: 1, key: "max", text: "3MiB")]
        let expected = "budgets: [{ artifact: a, max: &m 3MiB }, { artifact: b, max: *m }]\n"
        #expect(try edited(text, edits) == expected)
        #expect(try edited(text, edits.reversed()) == expected)
    }

    @Test func limitsThatCannotBeFoundAreToldNotGuessed() {
        let folded = "budgets:\n  - artifact: a\n    max: >-\n      9MiB\n"
        #expect(throws: ConfigurationError.self) { try edited(folded, [LimitEdit(budget: 0, key: "max", text: "2MiB")]) }
        let escaped = "budgets: [{ artifact: a, max: \"9\\x4DiB\" }]\n"
        #expect(throws: ConfigurationError.self) { try edited(escaped, [LimitEdit(budget: 0, key: "max", text: "2MiB")]) }
        #expect(throws: ConfigurationError.self) { try edited("name: x\n", [LimitEdit(budget: 0, key: "max", text: "2MiB")]) }
        #expect(throws: ConfigurationError.self) { try edited("budgets: []\n", [LimitEdit(budget: 0, key: "max", text: "2MiB")]) }
    }
}
