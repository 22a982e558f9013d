import Planning
import Testing

@testable import Reports

struct RemovalSubjectTests {
    @Test(arguments: [
        ("net/http", RemovalSubject.package("net/http"), Removal.Kind.package), ("main", .package("main"), .package),
        ("module:gopkg.in/yaml.v3", .module("gopkg.in/yaml.v3"), .module),
        ("example.com/app/web->net/http", .edge(from: "example.com/app/web", to: "net/http"), .edge),
        ("func:net/http.(*Client).Do", .function("net/http.(*Client).Do"), .function),
        ("func:a.b[go.shape.int]->c", .function("a.b[go.shape.int]->c"), .function), ("file:./xml.go", .file("./xml.go"), .file),
        ("tag:go1.27", .tag("go1.27"), .tag),
    ])
    func everyFormIsReadAndPrinted(text: String, subject: RemovalSubject, kind: Removal.Kind) throws {
        #expect(try RemovalSubject(text) == subject)
        #expect(subject.description == text)
        #expect(subject.kind == kind)
    }

    @Test func blanksAroundAreIgnored() throws {
        #expect(try RemovalSubject(" a/b  -> c ") == .edge(from: "a/b", to: "c"))
        #expect(try RemovalSubject(" net/http ") == .package("net/http"))
    }

    @Test func onlyImportsHaveAnotherTitle() {
        #expect(RemovalSubject.edge(from: "a", to: "b").title == "a → b")
        #expect(RemovalSubject.module("a").title == "module:a")
    }

    @Test(arguments: [
        ("", "--without : empty; write a package, module:PATH, an import A->B, func:SYMBOL, file:NAME or tag:NAME"),
        ("module:", "--without module:: names no module; write module:PATH"),
        ("func:", "--without func:: names no function; write func:SYMBOL"),
        ("file:", "--without file:: names no file; write file:NAME"),
        ("tag:", "--without tag:: names no build tag; write tag:NAME"),
        ("tag:a b", "--without tag:a b: not a build tag, which has letters, digits, `_` and `.`"),
        ("a->", "--without a->: an import has two packages; write A->B"),
        ("->b", "--without ->b: an import has two packages; write A->B"),
        ("a->b->c", "--without a->b->c: 3 packages in one import; write one A->B for each import"),
        (
            "modul:x",
            "--without modul:x: unknown prefix `modul:`; write module:, func:, file:, tag: or an import path, did you mean `module:x`?"
        ),
        (
            "https://a",
            "--without https://a: unknown prefix `https:`; write module:, func:, file:, tag: or an import path"
        ),
    ])
    func malformedOnesSayWhatToWrite(text: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try RemovalSubject(text) }
        #expect(error?.description == message)
    }

    @Test func aListHasTheProblemsOfAll() throws {
        #expect(try RemovalSubject.list(["a", "tag:x"]) == [.package("a"), .tag("x")])
        let error = #expect(throws: ConfigurationError.self) { try RemovalSubject.list(["a->", "b", "tag:"], option: "--prove") }
        #expect(error?.problems.map(\.place) == ["--prove a->", "--prove tag:"])
    }
}
