import Fixtures

/// A small module: one thin import of something large, an import for its side effects, a method called by name, a module that
/// nothing uses, two major versions of another.
func sampleModule() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
        """
        module example.org/app

        go 1.22

        require (
        \texample.org/dep v1.1.0
        \texample.org/dep/v2 v2.0.1
        \texample.org/unused v1.0.0 // indirect
        )

        replace (
        \texample.org/dep => ./dep
        \texample.org/dep/v2 => ./dep2
        \texample.org/unused => ./unused
        )

        """, to: "go.mod")
    try folder.write(
        """
        package main

        import (
        \t"os"

        \t"example.org/app/call"
        \t"example.org/app/fetch"
        \t_ "example.org/app/plug"
        )

        func main() {
        \tprintln(fetch.Lines(os.Args[0]), call.ByName(os.Stdout, os.Args[0]))
        }

        """, to: "main.go")
    try folder.write(
        """
        package fetch

        import (
        \t// Large for what it does here.
        \t"go/parser"
        \t"go/token"

        \t"example.org/dep"
        \tdep2 "example.org/dep/v2"
        )

        func Lines(name string) int {
        \tfile, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
        \tif err != nil {
        \t\treturn dep.Answer() + dep2.Answer()
        \t}
        \treturn len(file.Decls)
        }

        """, to: "fetch/fetch.go")
    try folder.write(
        """
        package plug

        var registered = map[string]int{}

        func init() { registered["plug"] = len(registered) + 1 }

        """, to: "plug/plug.go")
    try folder.write(
        """
        package call

        import "reflect"

        func ByName(value any, name string) int {
        \treturn len(reflect.ValueOf(value).MethodByName(name).Call(nil))
        }

        """, to: "call/call.go")
    try folder.write("module example.org/dep\n\ngo 1.22\n", to: "dep/go.mod")
    try folder.write("module example.org/dep/v2\n\ngo 1.22\n", to: "dep2/go.mod")
    for name in ["dep", "dep2"] {
        try folder.write(
            "package dep\n\n//go:noinline\nfunc Answer() int { return len(\"\(name)\") }\n", to: "\(name)/dep.go")
    }
    try folder.write("module example.org/unused\n\ngo 1.22\n", to: "unused/go.mod")
    try folder.write("package unused\n\nfunc Nothing() {}\n", to: "unused/unused.go")
    return folder
}

/// A file with a large table that a tag leaves out, and one that it takes in.
func taggedModule() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("module example.org/tagged\n\ngo 1.22\n", to: "go.mod")
    try folder.write("package main\n\nfunc main() { println(table(1)) }\n", to: "main.go")
    try folder.write(
        "//go:build !slim && (linux || darwin)\n\npackage main\n\nvar numbers = [40000]byte{1: 1, 39999: 2}\n\n//go:noinline\nfunc table(i int) byte { return numbers[i] }\n",
        to: "table.go")
    try folder.write("//go:build slim\n\npackage main\n\nfunc table(i int) byte { return byte(i) }\n", to: "slim.go")
    // More files than any tag of the runtime changes.
    for name in ["a", "b"] {
        try folder.write("//go:build slim\n\npackage main\n", to: "slim_\(name).go")
        try folder.write("//go:build !slim\n\npackage main\n", to: "wide_\(name).go")
    }
    return folder
}

/// A program with two features, each in a file of its own that a tag leaves out.
func featureModule() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("module example.org/features\n\ngo 1.22\n", to: "go.mod")
    try folder.write(
        """
        package main

        import "os"

        var features = map[string]func([]string) any{}

        func main() {
        \tif f := features[os.Args[1]]; f != nil {
        \t\tprintln(f(os.Args) != nil)
        \t}
        }

        """, to: "main.go")
    try folder.write(
        """
        //go:build !noxml

        package main

        import (
        \t"encoding/xml"
        \t"os"
        )

        type writer struct{ encoder *xml.Encoder }

        func init() {
        \tfeatures["xml"] = func(words []string) any { return (&writer{xml.NewEncoder(os.Stdout)}).run(words) }
        }

        func (w *writer) run(words []string) error { return w.encoder.Encode(words) }

        """, to: "xml.go")
    try folder.write(
        """
        //go:build !nosort

        package main

        import "slices"

        func init() {
        \tfeatures["sort"] = func(words []string) any { slices.Sort(words); return words }
        }

        """, to: "sort.go")
    return folder
}
