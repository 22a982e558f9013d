import GoSource
import Testing

struct UnifiedDiffTests {
    @Test func changesFarApartAreTwoHunks() {
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = old.replacing("\n2\n", with: "\n").replacing("\n18\n", with: "\nx\ny\n")
        #expect(
            UnifiedDiff.text(path: "a.go", from: old, to: new) == """
                diff --git a/a.go b/a.go
                --- a/a.go
                +++ b/a.go
                @@ -1,5 +1,4 @@
                 1
                -2
                 3
                 4
                 5
                @@ -15,6 +14,7 @@
                 15
                 16
                 17
                -18
                +x
                +y
                 19
                 20

                """)
        #expect(UnifiedDiff.text(path: "a.go", from: old, to: old).isEmpty)
    }

    @Test func aMissingLastLineEndIsMarked() {
        #expect(
            UnifiedDiff.text(path: "a", from: "x", to: "y\n").hasSuffix("@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+y\n")
        )
    }
}
