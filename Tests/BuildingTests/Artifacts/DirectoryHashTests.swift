import Testing

@testable import Building

/// Sums of go.sum as digests of in-toto.
@Suite struct DirectoryHashTests {
    /// By `base64 -d | xxd -p` of the sum of golang.org/x/sync v0.10.0.
    @Test func isTheHexadecimalOfTheSum() {
        let sum = "h1:3NQrjDixjgGwUOCaF8w2+VYHv0Ve/vGYSbdkTa98gmQ="
        #expect(
            ProvenanceStatement.directoryHash(sum)
                == ["dirHash": "dcd42b8c38b18e01b050e09a17cc36f95607bf455efef19849b7644daf7c8264"])
        #expect(
            ProvenanceStatement.directoryHash("h1:" + String(repeating: "A", count: 43) + "=")
                == ["dirHash": String(repeating: "0", count: 64)])
    }

    @Test(arguments: [
        "", "h1:", "h2:3NQrjDixjgGwUOCaF8w2+VYHv0Ve/vGYSbdkTa98gmQ=", "h1:3NQrjDixjgGwUOCaF8w2=",
        "h1:3NQrjDixjgGwUOCaF8w2+VYHv0Ve/vGYSbdkTa98gm!=", "h1:3NQrjDixjgGwUOCaF8w2+VYHv0Ve/vGYSbdkTa98gmQQ=",
    ])
    func othersAreNone(sum: String) {
        #expect(ProvenanceStatement.directoryHash(sum) == nil)
    }
}
