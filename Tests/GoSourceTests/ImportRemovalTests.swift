import Testing

@testable import GoSource

struct ImportRemovalTests {
    private func removal(_ source: String, _ path: String = "net/http") throws -> ImportRemoval {
        try ImportRemoval(source: source, isGone: { $0 == path }, name: { String($0.split(separator: "/").last ?? "") })
    }

    @Test func sideEffectsAreDropped() throws {
        let removal = try removal("package a\n\nimport _ \"net/http\"\n\nfunc F() { net.Dial() }\n")
        #expect(removal.text == "package a\n\nimport _ \"unsafe\"\n\nfunc F() { net.Dial() }\n")
        #expect(removal.dropped == [3] && removal.stubbed.isEmpty)
    }

    @Test func bodiesThatUseThePackageAreRemovedAndOtherImportsKept() throws {
        let source = """
            package a

            import (
            \t"fmt"
            \t"io"
            \tweb "net/http"
            )

            // Get says "web.Get {".
            func (c *Client[T]) Get(a struct{ b int }) interface{ io.Reader } {
            \tif x := '{'; x != 0 { return func() string { fmt.Println(`}`); return web.MethodGet } }
            \treturn nil
            }

            func (k Kind) keep() { /* web.Get */ }
            func init() {}
            func init() { web.Get("") }
            """
        let removal = try removal(source)
        #expect(
            removal.text == """
                package a

                import (
                \t_ "fmt"
                \t"io"
                \t_ "unsafe"
                )

                // Get says "web.Get {".

                //go:noinline
                func (c *Client[T]) Get(a struct{ b int }) interface{ io.Reader } { for {} }

                func (k Kind) keep() { /* web.Get */ }
                func init() {}

                //go:noinline
                func init() { for {} }
                """)
        #expect(removal.dropped == [6])
        #expect(removal.stubbed.map { "\($0.name) \($0.line) \($0.occurrence)" } == ["(*Client).Get 10 0", "init 17 1"])
    }

    @Test(arguments: [
        ("type T struct { c http.Client }", 5, "a type"),
        ("var (\n\ta = 1\n\tc = http.Client{}\n)", 7, "a variable of the package"),
        ("var f = func() { http.Get() }", 5, "a variable of the package"),
        ("const c = http.StatusOK", 5, "a constant"),
        ("func (t T) F(r *http.Request) {}", 5, "the signature of T.F"),
        ("func F() func(http.Header) { return nil }", 5, "the signature of F"),
    ])
    func usesOutsideOfBodiesAreRefused(declaration: String, line: Int, what: String) throws {
        #expect(throws: ImportRemoval.Refusal(line: line, what: what)) {
            try removal("package a\n\nimport \"net/http\"\n\n\(declaration)\n")
        }
    }

    @Test func dotImportsAreRefused() throws {
        #expect(throws: ImportRemoval.Refusal(line: 2, what: "an import into the file's own names")) {
            try removal("package a\nimport . \"net/http\"\nfunc F() { Get() }\n")
        }
    }

    @Test(arguments: [
        "", "package a; import \"net/http\"; func F() {", "package a; import \"net/http\"; func", "\"",
        "package a; import (",
    ])
    func truncatedSourcesTerminate(source: String) throws {
        let removal = try removal(source)
        #expect(removal.stubbed.isEmpty)
    }

    @Test func filesWithoutTheImportAreUnchanged() throws {
        let source = "package a\n\nimport \"net/url\"\n\nvar u url.URL\n"
        #expect(try removal(source).text == source)
    }
}
