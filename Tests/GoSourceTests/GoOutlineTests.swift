import Testing

@testable import GoSource

struct GoOutlineTests {
    @Test(arguments: [
        ("var a = 1", ["a"], true), ("var a, b int", ["a", "b"], false), ("var f func(x, y int) (z error)", ["f"], false),
        (
            "var (\n\ta, b = x, y\n\tc []int // c, d\n\td = map[string]func(e, f int){\n\t\t\"g\": h,\n\t}\n)",
            ["a", "b", "c", "d"], true
        ),
        ("type T struct {\n\ta, b int\n}", ["T"], false), ("type (\n\tA[P any] []P\n\tB = int\n)", ["A", "B"], true),
        ("const (\n\tA = iota\n\tB\n\tC\n)", ["A", "B", "C"], true), ("var (a int; b, c = 1, 2)", ["a", "b", "c"], true),
        ("var ()", [], false),
    ])
    func declaredNames(source: String, names: [String], hasValue: Bool) throws {
        let outline = GoOutline(source: "package p\n\n\(source)\n\nfunc F() { var inner = 1 }\n")
        #expect(outline.declarations.map(\.keyword).count == 2)
        let declaration = try #require(outline.declarations.first)
        #expect(declaration.names == names && declaration.hasValue == hasValue)
        #expect(outline.declarations.last?.name == "F" && outline.declarations.last?.names == [])
    }
}
