import BinaryFormats
import GoMetadata
import Testing

@Suite struct SymbolNameTests {
    static func package(_ name: String) -> String? {
        let bytes = Array(name.utf8)
        let reader = unsafe ByteReader(bytes.span.bytes)
        return SymbolName.package(in: 0..<bytes.count, reader).map { SymbolName.unescape(reader.string($0)) }
    }

    @Test(arguments: [
        ("main.main", "main"),
        ("main.main.func1.1.1", "main"),
        ("net/http.(*Client).Do", "net/http"),
        ("example.com/my.mod/app.v2/yaml%2ev3.(*T).M.func1", "example.com/my.mod/app.v2/yaml.v3"),
        ("example.org/rep%2elib.F", "example.org/rep.lib"),
        ("leaf.(*P[go.shape.struct { example.com/a/yaml%2ev3.a int }]).Get", "leaf"),
        ("leaf..dict.Map[main.key,int]", "leaf"),
        ("yaml%2ev3.T.V-fm", "yaml.v3"),
        ("cmd/vendor/github.com/google/pprof/driver.PProf", "cmd/vendor/github.com/google/pprof/driver"),
        ("slices.SortFunc[go.shape.[]net/http.Header,go.shape.int]", "slices"),
        ("type:net/http.Request", "net/http"),
        ("type:*net/http.Request", "net/http"),
        ("type:[]*go/ast.File", "go/ast"),
        ("type:map[string]go/ast.Node", "go/ast"),
        ("type:*leaf.P[go.shape.*net/http.Request]", "leaf"),
        ("type:struct { go.shape.net/url.URL }", "net/url"),
        ("type:func(io.Writer, string) (int, error)", "io"),
        ("type:func(string, ...net/http.Option)", "net/http"),
        ("type:.eq.net/url.URL", "net/url"),
        ("type:.hash.[2]encoding/json.field", "encoding/json"),
        ("type.go/token.Pos", "go/token"),
        ("type:noalg.map.group[string]*unicode.RangeTable", "unicode"),
        ("type:runtime.(*timer).maybeRunChan.func1", "runtime"),
        ("go:itab.*os.File,io.Reader", "os"),
        ("go.itab.*os.File,io.Reader", "os"),
        ("go:struct { sync.Mutex; main.x int }.Lock", "sync"),
        ("gopkg.in/yaml%2ev3.Unmarshal", "gopkg.in/yaml.v3"),
        ("typeparams.F", "typeparams"),
        ("golang.org/x/net/html.Parse", "golang.org/x/net/html"),
    ])
    func findsThePackage(name: String, package: String) {
        #expect(Self.package(name) == package)
    }

    @Test(arguments: [
        "", ".", "memeqbody", "type:.eq.SSM2K6S", "type:int", "type:*", "go:buildid", "_rt0_amd64_linux", "x_cgo_init",
        "type:func(int) string",
        "type:[4]uint8", "type:[]go.shape.int", "[", "$f64.3ff0000000000000", "_.goready.func1", "go:buildinfo.ref", "(", ".x",
    ])
    func namesWithoutAPackage(name: String) {
        #expect(Self.package(name) == nil)
    }

    @Test func invalidEscapesAreKept() {
        #expect(SymbolName.unescape("a%2") == "a%2")
        #expect(SymbolName.unescape("a%zz") == "a%zz")
        #expect(SymbolName.unescape("%2e%2E") == "..")
        #expect(SymbolName.unescape("gopkg.in/yaml%252ev2") == "gopkg.in/yaml.v2")
        #expect(SymbolName.unescape("%25252525") == "%")
    }
}
