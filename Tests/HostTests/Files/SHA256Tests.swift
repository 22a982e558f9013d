import Fixtures
import Testing

@testable import Host

/// The examples of FIPS 180-4 (NIST CSRC) and lengths around the padding's edge, the latter computed by `sha256sum`.
struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func examples(text: String, digest: String) {
        #expect(unsafe SHA256.hexadecimal(of: text.utf8.span.bytes) == digest)
    }

    @Test(arguments: [
        (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
        (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
        (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
        (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
        (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
        (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
        (128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"),
        (1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func repeatedLetters(count: Int, digest: String) {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: count)
        #expect(unsafe SHA256.hexadecimal(of: bytes.span.bytes) == digest)
        for pieces in [[1, count - 1], [count / 2, count - count / 2], [count - 1, 0, 1]] {
            var streamed = SHA256()
            var start = 0
            for piece in pieces {
                unsafe streamed.add(bytes.span.bytes.extracting(start..<start + piece))
                start += piece
            }
            #expect(streamed.hexadecimal() == digest, "\(pieces)")
        }
    }

    @Test func aFileIsReadInPieces() throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let path = try folder.write(bytes, to: "file")
        #expect(try SHA256.hexadecimal(ofFile: path) == SHA256.hexadecimal(of: unsafe bytes.span.bytes))
        #expect(throws: FileError.self) { try SHA256.hexadecimal(ofFile: folder.path) }
        #expect(throws: FileError.self) { try SHA256.hexadecimal(ofFile: folder.path + "/missing") }
    }
}
