/// Small programs that use a package in one way each, and the same programs without that use.
enum ImportForms {
    /// Lines that end in `//+` are present with the import, those in `//-` without it.
    struct Form: Sendable, CustomStringConvertible {
        var description: String
        var body: String

        func source(_ isWith: Bool) -> String {
            let text = "package main\n\nimport (\n\t\"example.org/app/dep\" //+\n\t\"example.org/app/lib\"\n)\n\n" + body
            return text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.hasSuffix(isWith ? "//-" : "//+") }.joined(separator: "\n")
        }
    }

    static let files = [
        "go.mod": "module example.org/app\n\ngo 1.23\n",
        "dep/dep.go": """
        package dep

        import "encoding/json"

        type Thing struct{ n int }

        //go:noinline
        func Heavy(n int) int {
        \tb, err := json.Marshal(map[string]any{"n": n})
        \tif err != nil {
        \t\treturn n
        \t}
        \treturn len(b)
        }

        func Inlined(n int) int { return Heavy(n) + 1 }

        //go:noinline
        func Light(n int) int { return n * 3 }

        func New() *Thing { return &Thing{n: 1} }

        func (t *Thing) Close() error { t.n = Heavy(t.n); return nil }

        func (t *Thing) Do(n int) int { return Heavy(n + t.n) }

        func (t Thing) Get(n int) int { return Heavy(n - t.n) }

        func Seq(n int) func(yield func(int) bool) {
        \treturn func(yield func(int) bool) {
        \t\tfor i := 0; i < n; i++ {
        \t\t\tif !yield(i) {
        \t\t\t\treturn
        \t\t\t}
        \t\t}
        \t}
        }
        """,
        "lib/lib.go": """
        package lib

        import (
        \t"fmt"
        \t"os"
        \t"sync"

        \t"example.org/app/dep"
        )

        var N = len(os.Args)
        var Registry = map[string]func() any{}

        type Doer interface{ Do(int) int }

        func Register(name string, f func() any) { Registry[name] = f }

        //go:noinline
        func Run(f func(int) int) { fmt.Println(f(dep.Light(N))) }

        //go:noinline
        func Show(x any) { fmt.Println(x) }

        //go:noinline
        func Use(d Doer) { fmt.Println(d.Do(N)) }

        func Once(o *sync.Once, f func()) { o.Do(f) }

        func Apply[T any](xs []T, f func(T) int) (sum int) {
        \tfor _, x := range xs {
        \t\tsum += f(x)
        \t}
        \treturn sum
        }

        func Make[T any, P interface {
        \t*T
        \tDoer
        }]() Doer {
        \treturn P(new(T))
        }
        """,
    ]

    static let all: [Form] = [
        form(
            "assigned closure",
            "var hook = func(n int) int { return n }\n\nfunc main() {\n\tif lib.N > 2 {\n\t\thook = func(n int) int { return dep.Heavy(n) + n } //+\n\t\thook = func(n int) int { return n - 2 } //-\n\t}\n\tlib.Run(hook)\n}\n"
        ),
        form(
            "passed closure",
            "func main() {\n\tx := lib.N\n\tlib.Run(func(n int) int { return dep.Heavy(n + x) }) //+\n\tlib.Run(func(n int) int { return n + x }) //-\n}\n"
        ),
        form(
            "returned closure",
            "//go:noinline\nfunc make() func(int) int {\n\treturn func(n int) int { return dep.Heavy(n) } //+\n\treturn func(n int) int { return n } //-\n}\n\nfunc main() { lib.Run(make()) }\n"
        ),
        form(
            "go statement",
            "func main() {\n\tx := lib.N\n\tgo func() { lib.Show(dep.Heavy(x)) }() //+\n\tgo dep.Heavy(x) //+\n\tgo func() { lib.Show(x) }() //-\n\tlib.Show(1)\n}\n"
        ),
        form(
            "deferred call",
            "func main() {\n\tfor i := 0; i < lib.N; i++ {\n\t\tdefer dep.Heavy(i) //+\n\t\tdefer func() { lib.Show(dep.Inlined(i)) }() //+\n\t\tdefer func() { lib.Show(i) }() //-\n\t}\n}\n"
        ),
        form("deferred method", "func main() {\n\tt := dep.New() //+\n\tdefer t.Close() //+\n\tlib.Show(lib.N)\n}\n"),
        form(
            "initial value of a variable",
            "var table = map[string]func(int) int{\n\t\"a\": func(n int) int { return n },\n\t\"b\": func(n int) int { return dep.Heavy(n) }, //+\n\t\"c\": dep.Inlined, //+\n}\n\nvar array = [...]func(int) int{\n\tdep.Heavy, //+\n\tfunc(n int) int { return n + 4 },\n}\n\nfunc main() {\n\tfor _, f := range table {\n\t\tlib.Run(f)\n\t}\n\tlib.Run(array[lib.N%len(array)])\n}\n"
        ),
        form(
            "method value",
            "func main() {\n\tt := dep.New() //+\n\tlib.Run(t.Do) //+\n\tlib.Run(dep.Thing{}.Get) //+\n\tlib.Run((*dep.Thing).Do(t, 1)) //none\n\tlib.Run(func(n int) int { return n }) //-\n}\n"
        ),
        form(
            "method through embedding",
            "type T struct {\n\t*dep.Thing //+\n\tn int\n}\n\nfunc (t T) Do(n int) int { return n + t.n } //-\n\nfunc main() {\n\tt := T{n: lib.N}\n\tt.Thing = dep.New() //+\n\tlib.Use(t)\n}\n"
        ),
        form(
            "generic instance",
            "type own struct{ n int }\n\nfunc (o *own) Do(n int) int { return n + o.n }\n\nfunc main() {\n\tlib.Use(lib.Make[own]())\n\tlib.Use(lib.Make[dep.Thing]()) //+\n\tlib.Show(lib.Apply(make([]dep.Thing, lib.N), func(t dep.Thing) int { return t.Get(2) })) //+\n}\n"
        ),
        form(
            "body of a range over a function",
            "func main() {\n\tfor i := range dep.Seq(lib.N) { //+\n\tfor i := 0; i < lib.N; i++ { //-\n\t\tdefer dep.Heavy(i) //+\n\t\tlib.Show(dep.Inlined(i)) //+\n\t\tlib.Show(i)\n\t}\n}\n"
        ),
        form(
            "closure in a closure",
            "func main() {\n\tx := lib.N\n\tlib.Run(func(n int) int {\n\t\tlib.Run(func(m int) int {\n\t\t\tgo lib.Run(func(k int) int { return dep.Heavy(n+m+k+x) }) //+\n\t\t\treturn m + x\n\t\t})\n\t\treturn n\n\t})\n}\n"
        ),
        form(
            "registration in init",
            "func init() {\n\tlib.Register(\"dep\", func() any { return dep.New() }) //+\n\tlib.Register(\"own\", func() any { return 1 })\n}\n\nfunc main() {\n\tfor _, f := range lib.Registry {\n\t\tif d, ok := f().(lib.Doer); ok {\n\t\t\tlib.Use(d)\n\t\t}\n\t}\n}\n"
        ),
        form(
            "through another package's inlined function",
            "var once sync.Once\n\nfunc main() {\n\tlib.Once(&once, func() { lib.Show(dep.Inlined(3)) }) //+\n\tlib.Once(&once, func() { lib.Show(3) }) //-\n}\n",
            imports: ["sync"]),
        form("function value", "func main() {\n\tlib.Run(dep.Inlined) //+\n\tlib.Run(func(n int) int { return n }) //-\n}\n"),
    ]

    /// Forms tried on targets that differ only in tables.
    static let few = ["assigned closure", "deferred method", "registration in init"]

    private static func form(_ name: String, _ body: String, imports: [String] = []) -> Form {
        let body = body.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasSuffix("//none") }
        return Form(description: name, body: imports.map { "import \"\($0)\"\n\n" }.joined() + body.joined(separator: "\n"))
    }
}
