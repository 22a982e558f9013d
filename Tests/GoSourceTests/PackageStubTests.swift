import Testing

@testable import GoSource

struct PackageStubTests {
    private func stub(
        _ text: String, _ selection: PackageStub.Selection = .everything, types: [String: String] = [:]
    ) throws -> PackageStub {
        let context = PackageStub.Context(
            path: "example.org/a", name: { String($0.split(separator: "/").last ?? "") }, type: { types[$0] })
        return try PackageStub([PackageStub.Source(name: "a.go", text: text)], context, selection)
    }

    private func body(_ declaration: String) throws -> String {
        let text = try stub("package a\n\n\(declaration)\n").files.first?.text ?? ""
        return text.split(separator: "\n").dropFirst().joined(separator: "\n")
    }

    @Test(arguments: [
        ("func F() { g() }", "func F() {}"),
        ("func F(a int) error { return nil }", "func F(a int) (_ error) { return }"),
        ("func F() (int, error) { return 0, nil }", "func F() (_ int, _ error) { return }"),
        ("func F() (n, m int, err error) { return 0, 0, nil }", "func F() (n, m int, err error) { return }"),
        ("func F() (a [4]int, _ []byte) { return }", "func F() (a [4]int, _ []byte) { return }"),
        ("func F() (List[int], pkg.T) { return }", "func F() (_ List[int], _ pkg.T) { return }"),
        ("func F() <-chan func() (n int) { return nil }", "func F() (_ <-chan func() (n int)) { return }"),
        ("func F[T any](a T) []T { return nil }", "func F[T any](a T) (_ []T) { return }"),
        (
            "func (l *List[E]) F() interface{ Foo() (int, error) } { return l }",
            "func (l *List[E]) F() (_ interface{ Foo() (int, error) }) { return }"
        ),
    ])
    func functionsReturnZeroValues(_ source: String, _ expected: String) throws {
        #expect(try body(source) == "//go:noinline\n\(expected)")
    }

    @Test func variablesKeepTheirTypesAndLoseTheirValues() throws {
        let stub = try stub(
            """
            package a

            import (
            \t"errors"
            \t"net/http"
            \t"regexp"
            )

            var (
            \tErr, Other = errors.New("a"), errors.New("b")
            \tTable = map[string]*T{"a" +
            \t\t"b": {}}
            \thidden = regexp.MustCompile("x")
            \tTyped http.Client = make()
            )
            var Client = http.DefaultClient
            var _ I = (*T)(nil)

            type T struct{}
            """,
            types: [
                "Err": "error", "Other": "error", "Table": "map[string]*example.org/a.T", "Client": "*net/http.Client",
            ])
        #expect(
            stub.files.first?.text == """
                package a

                import (
                \t"net/http"
                )

                var (
                \tErr error; Other error
                \tTable map[string]*T
                \t_ int
                \tTyped http.Client
                )
                var Client *http.Client
                var _ int

                type T struct{}
                """)
        #expect(stub.dropped.map(\.name) == ["errors", "regexp"] && stub.kept.isEmpty)
        #expect(stub.names.isSuperset(of: ["Err", "Table", "init.", "map.init"]))
    }

    @Test func initialisersOfUnknownTypesStayWithWhatTheyNeed() throws {
        let stub = try stub("package a\n\nimport \"os\"\n\nvar V = w\nvar w = os.Args\nvar x = 1\n")
        #expect(stub.files.first?.text == "package a\n\nimport \"os\"\n\nvar V = w\nvar w = os.Args\nvar _ int\n")
        #expect(stub.kept.map(\.line) == [5, 6])
    }

    @Test func sideEffectsAndEmbeddedFilesGo() throws {
        let stub = try stub(
            "package a\n\nimport _ \"embed\"\n\n//go:embed a.txt\nvar Text string\n\nconst (\n\tA = iota\n\tB\n)\n\nfunc init() { f() }\n"
        )
        let text = try #require(stub.files.first?.text)
        #expect(!text.contains("embed") && text.contains("var Text string") && text.contains("func init() {}"))
        #expect(text.contains("const (\n\tA = iota\n\tB\n)"))
        #expect(stub.inits == [0])
    }

    @Test func functionsInAssemblyStayAndVariablesForThem() throws {
        let stub = try stub("package a\n\nfunc add(a int) int\n\nvar table = 1\n", types: ["table": "int"])
        #expect(stub.files.first?.text == "package a\n\nfunc add(a int) int\n\nvar table int\n")
        #expect(stub.external.map(\.name) == ["add"])
    }

    @Test func aTypeOfAnotherPackageGetsAnImport() throws {
        let stub = try stub("package a\n\nvar V = f()\n", types: ["V": "[]gopkg.in/yaml%2ev3.Node"])
        #expect(stub.files.first?.text.contains("import pare0 \"gopkg.in/yaml.v3\"") == true)
        #expect(stub.files.first?.text.contains("var V []pare0.Node") == true)
        let forbidden = try self.stub("package a\n\nvar V = f()\n", types: ["V": "example.com/b/internal/c.T"])
        #expect(forbidden.kept.map(\.name) == ["V"])
    }

    @Test func usesOfAnImportAlone() throws {
        let source = """
            package a

            import (
            \t"fmt"
            \t"net/http"
            )

            var client = http.DefaultClient

            func Get() string { http.Get(""); return fmt.Sprint() }
            func Keep(errors ...error) { fmt.Print() }
            """
        let stub = try stub(source, .uses(of: ["net/http"], comment: "pare: removed use of net/http"), types: ["client": "int"])
        #expect(
            stub.files.first?.text == """
                package a

                import (
                \t"fmt"
                )

                var client int

                func Get() (_ string) {
                \t// pare: removed use of net/http
                \treturn
                }
                func Keep(errors ...error) { fmt.Print() }
                """)
        #expect(stub.emptied.map(\.name) == ["Get"] && stub.kept.isEmpty)
        #expect(throws: PackageStub.Refusal.self) {
            try self.stub("package a\n\nimport . \"net/http\"\n", .uses(of: ["net/http"], comment: nil))
        }
    }

    /// A parameter named like a package is no use of it.
    @Test func importsThatOnlyBodiesUsedAreDropped() throws {
        let stub = try stub("package a\n\nimport \"errors\"\n\nfunc F(errors ...error) {}\nfunc G() { errors.New(\"\") }\n")
        #expect(stub.dropped.map(\.name) == ["errors"])
    }

    /// Types and functions that no declaration of an exported name needs go, and imports with them.
    @Test func onlyWhatExportedNamesNeedIsDeclared() throws {
        let stub = try stub(
            """
            package a

            import (
            \t"crypto"
            \t"net/http"
            \t"sync"
            )

            type Config struct { inner inner }
            type (
            \tinner struct { mu sync.Mutex }
            \tsigner struct { hash crypto.Hash }
            )

            func New(c *Config) http.RoundTripper { return signer{} }
            func (s signer) RoundTrip(r *http.Request) (*http.Response, error) { return nil, nil }
            func (i *inner) lock() { i.mu.Lock() }
            func helper(h crypto.Hash) {}
            //go:linkname pushed
            func pushed(o options) {}
            type options int
            """)
        let text = stub.files.first?.text ?? ""
        #expect(stub.dropped.map(\.name) == ["crypto"], "\(text)")
        #expect(text.contains("inner struct { mu sync.Mutex }") && text.contains("\t_ int"))
        #expect(text.contains("func (i *inner) lock() {}") && text.contains("func pushed(o options) {}"))
        #expect(!text.contains("helper") && !text.contains("RoundTrip("))
        #expect(stub.names.isSuperset(of: ["New", "signer.RoundTrip", "inner.lock", "helper", "pushed"]))
    }

    @Test func aVariadicParameterIsAUse() throws {
        let stub = try stub("package a\n\nimport \"example.org/b\"\n\nfunc F(o ...b.Option) { b.G() }\n")
        #expect(stub.dropped.isEmpty && stub.imports == ["example.org/b"])
    }

    @Test func theWholePackageNotInlined() {
        #expect(
            PackageStub.withoutInlining("package a\n\nfunc F() int { return 1 }\nfunc asm()\n")
                == "package a\n\n\n//go:noinline\nfunc F() int { return 1 }\nfunc asm()\n")
    }

    @Test func linesMayEndInCRLF() throws {
        let stub = try stub("package a\r\n\r\n//go:linkname pushed\r\nfunc pushed(o options) {}\r\n\r\ntype options int\r\n")
        #expect(stub.files.first?.text.contains("func pushed(o options) {}") == true)
        let embedding = try self.stub("package a\r\n\r\nimport _ \"embed\"\r\n\r\n//go:embed x\r\nvar X string\r\n")
        #expect(embedding.files.first?.text.contains("go:embed") == false)
    }
}
