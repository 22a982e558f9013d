import Testing

@testable import Planning

struct FlagWordsTests {
    @Test(arguments: [
        ("-s -w", ["-s", "-w"]), ("-X 'main.a=b c'", ["-X", "main.a=b c"]), ("-X=main.a=it's", ["-X=main.a=it's"]),
        ("'a'b", ["a", "b"]), ("\"\"", [""]), ("  -X\tmain.a=\"b c\"  ", ["-X", "main.a=\"b", "c\""]),
        ("-X main.a={{ version }}", ["-X", "main.a={{version}}"]), ("'{{a}} {{b}}'", ["{{a}} {{b}}"]),
    ])
    func wordsAreThoseOfGo(text: String, words: [String]) throws {
        let found = try #require(FlagWords(text)).words.map { $0.filled { _ in nil } }
        #expect(found == words)
    }

    @Test(arguments: ["'a", "-X \"b", "a 'b c"]) func quotesWithoutAnEnd(text: String) {
        #expect(FlagWords(text) == nil)
    }

    @Test(
        arguments: [
            ("1.0", "-X main.v=1.0"), ("a b", "-X 'main.v=a b'"), ("it's", "-X main.v=it's"),
            ("it's so", "-X \"main.v=it's so\""),
            ("say \"x\" now", "-X 'main.v=say \"x\" now'"), ("'\"", "-X main.v='\""), ("", "-X main.v="),
            ("a\nb", "-X 'main.v=a\nb'"),
            ("both ' and \"", nil), ("$HOME `x` \\n", "-X 'main.v=$HOME `x` \\n'"), ("日本 語", "-X 'main.v=日本 語'"),
        ] as [(String, String?)])
    func valuesAreQuoted(value: String, expected: String?) {
        #expect(FlagWords("-X main.v={{x}}")?.filled { _ in value } == expected)
    }

    /// A value that begins a word.
    @Test func aWordThatBeginsWithAQuoteIsQuoted() {
        #expect(FlagWords("{{x}}")?.filled { _ in "'a" } == "\"'a\"")
        #expect(FlagWords("-I {{x}}")?.filled { _ in "" } == "-I ''")
        #expect(FlagWords("{{x}}")?.filled { _ in "'\"" } == nil)
    }
}
