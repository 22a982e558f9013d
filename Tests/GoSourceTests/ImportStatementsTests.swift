import Testing

@testable import GoSource

struct ImportStatementsTests {
    @Test func everyFormWithItsLine() {
        let source = """
            // Package app is documented. import "not/this"
            /* import "nor/this" */ package app /* a
            comment of lines */; import "first"

            import (
            \t"fmt"; "os"
            \t// import "commented"
            \t. "dot"
            \t_ `raw`
            \tnäme "named" // trailing
            )
            import alias "last"
            var x = "import"
            import "too/late"
            """
        let found = ImportStatements(source: source).statements.map { "\($0.path):\($0.line)" }
        #expect(found == ["first:3", "fmt:6", "os:6", "dot:8", "raw:9", "named:10", "last:12"])
    }

    @Test(arguments: [
        "", "package", "package a import", "package a; import (", "package a; import \"open", "package a; import ( 7 )",
    ])
    func truncatedSourcesTerminate(source: String) {
        #expect(ImportStatements(source: source).statements.count <= 1)
    }

    @Test func carriageReturnsAndMarks() {
        let source = "\u{FEFF}package a\r\n\r\nimport \"fmt\"\r\n"
        #expect(ImportStatements(source: source).statements.map(\.line) == [3])
    }
}
