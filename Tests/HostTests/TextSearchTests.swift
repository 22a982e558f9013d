import Testing
@testable import Host

struct TextSearchTests {
    @Test(arguments: [
        ("a->b->c", "->", "a", "b->c"), ("é: x", ": ", "é", "x"), ("ab", "ab", "", ""), ("aab", "ab", "a", ""),
    ])
    func theFirstOccurrenceCounts(text: String, part: String, before: String, after: String) {
        #expect(text.text(before: part).map(String.init) == before)
        #expect(text.text(after: part).map(String.init) == after)
    }

    @Test(arguments: [("", "a"), ("ab", "abc"), ("a b", "ab")])
    func missingPart(text: String, part: String) {
        #expect(text.occurrence(of: part) == nil)
    }
}
