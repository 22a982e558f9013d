import Rendering
import Testing

struct KeyReaderTests {
    @Test(arguments: [
        ("q", [Key.character("q")]), ("\r", [.enter]), ("\u{7F}", [.backspace]), ("\u{3}", [.interrupt]),
        ("\u{1B}[A\u{1B}OB", [.up, .down]), ("\u{1B}[5~\u{1B}[6~\u{1B}[H\u{1B}[F", [.pageUp, .pageDown, .home, .end]),
        ("\u{1B}[1;5C", []), ("é/", [.character("é"), .character("/")]), ("\u{1B}x", [.escape, .character("x")]), ("\u{1}", []),
    ])
    func bytesAreKeys(text: String, keys: [Key]) {
        var reader = KeyReader()
        #expect(reader.keys(Array(text.utf8)) == keys)
        var slow = KeyReader()
        #expect(Array(text.utf8).flatMap { slow.keys([$0]) } + slow.keys([]) == keys, "byte by byte")
    }

    @Test func escapeAloneIsAKeyWhenNothingFollows() {
        var reader = KeyReader()
        #expect(reader.keys([0x1b]).isEmpty && reader.keys([]) == [.escape])
        #expect(reader.keys([0xc3]).isEmpty && reader.keys([]).isEmpty && reader.keys([0x71]) == [.character("q")])
    }
}
