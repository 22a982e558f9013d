import GoSource
import Testing

@Suite struct ImportUseTests {
    private func use(_ source: String) -> ImportUse {
        ImportUse(source: source, isImport: { $0 == "example.com/dep" }, name: "dep")
    }

    @Test(arguments: [
        ("import _ \"example.com/dep\"", [ImportUse.Kind.blank]),
        ("import \"example.com/dep\"\nfunc f() { dep.A(); dep.B() }", [.function]),
        ("import \"example.com/dep\"\nfunc f() { dep.A() }\nfunc g() { _ = dep.B }", [.function, .function]),
        ("import \"example.com/dep\"\nfunc f(a *dep.A) dep.B { return dep.C }", [.signature, .signature, .function]),
        ("import \"example.com/dep\"\nvar v = dep.New()", [.variable]),
        ("import \"example.com/dep\"\ntype T struct {\n\tName string\n\tConf dep.Config `yaml:\"x\"`\n}", [.field]),
        ("import \"example.com/dep\"\ntype T struct {\n\tdep.Config\n\tx int\n}", [.embedded]),
        ("import \"example.com/dep\"\ntype T struct {\n\t*dep.Config\n}", [.embedded]),
        ("import \"example.com/dep\"\ntype T struct{ dep.Config }", [.embedded]),
        ("import \"example.com/dep\"\ntype T = dep.Config", [.field]),
        ("import \"example.com/dep\"\ntype I interface {\n\tdep.Reader\n\tM(dep.A)\n}", [.embedded, .field]),
        ("import \"example.com/dep\"\nfunc f(o ...dep.Option) {}", [.signature]),
        ("import other \"example.com/dep\"\nfunc f() { other.A(); dep.B() }", [.function]),
        ("import \"example.com/other\"\nfunc f() { dep.A() }", []),
    ])
    func placesByWhatStandsThere(source: String, kinds: [ImportUse.Kind]) {
        #expect(use("package p\n" + source + "\n").places.map(\.kind) == kinds)
    }

    @Test func namesAndLines() {
        let use = use(
            "package p\nimport (\n\t\"fmt\"\n\t\"example.com/dep\"\n)\nfunc f() { x := dep.New().Run(); fmt.Println(x, dep.Y) }\n"
        )
        #expect(use.imports == [4] && use.names == ["New", "Y"])
        #expect(use.places.map(\.line) == [6])
        #expect(use.functions == ["f"])
    }
}
