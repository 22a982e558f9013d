import Fixtures

/// A program of packages that import each other and use their imports in ways chosen by a seed. The program without one import is
/// known: the same without the uses of it.
struct GeneratedProgram {
    struct Use: Hashable {
        var form: Form
        var to: Int
        /// The package whose values the package in `to` returns, for the form that uses such a value.
        var through: Int?
    }

    enum Form: CaseIterable {
        case call, closure, deferred, started, methodValue, value, child, generic, variable, embedded, data, once
    }

    static let count = 9
    /// Uses by package, in order. Package 0 is main.
    private(set) var uses: [[Use]]
    private let sizes: [Int]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        sizes = (0..<Self.count).map { _ in Int.random(in: 10_000...60_000, using: &random) }
        var uses: [[Use]] = []
        for package in 0..<Self.count {
            let later = Array(package + 1..<Self.count)
            let imported = later.filter { _ in Int.random(in: 0..<3, using: &random) == 0 } + later.prefix(1)
            uses.append(
                Set(imported).sorted().flatMap { to in
                    (0..<Int.random(in: 1...2, using: &random)).map { _ in
                        Use(form: Form.allCases.randomElement(using: &random) ?? .call, to: to)
                    }
                })
        }
        // A package returns values of the first package that it imports. For a caller that imports the type's package too, the
        // origin of the value, and so the import that its method calls need, is not in an object file.
        for package in uses.indices {
            for index in uses[package].indices where uses[package][index].form == .child {
                let through = uses[uses[package][index].to].first?.to
                uses[package][index].through = through
                if through == nil || uses[package].contains(where: { $0.to == through }) { uses[package][index].form = .call }
            }
        }
        self.uses = uses
    }

    /// Imports of packages with several importers: other imports are covered by cutting the package.
    var edges: [(from: Int, to: Int)] {
        uses.indices.flatMap { from in Set(uses[from].map(\.to)).sorted().map { (from, $0) } }
    }

    static func path(_ package: Int) -> String { package == 0 ? "example.org/app" : "example.org/app/p\(package)" }

    func files(without edge: (from: Int, to: Int)? = nil) -> [String: String] {
        var files = ["go.mod": "module example.org/app\n\ngo 1.22\n", "reg/reg.go": Self.registry]
        for package in uses.indices {
            let kept = uses[package].filter { edge == nil || package != edge?.from || $0.to != edge?.to }
            files[package == 0 ? "main.go" : "p\(package)/p.go"] = source(package, kept, edge)
        }
        return files
    }

    /// Calls registered functions, in ways that the compiler cannot resolve.
    private static let registry = """
        package reg

        import "sync"

        var once sync.Once
        var Hooks []func(int) int
        var Values []any

        func Hook(f func(int) int) { Hooks = append(Hooks, f) }
        func Value(v any)          { Values = append(Values, v) }

        //go:noinline
        func Run(n int) (total int) {
        \tonce.Do(func() { total = len(Hooks) })
        \tfor _, f := range Hooks {
        \t\ttotal += f(n)
        \t}
        \tfor _, v := range Values {
        \t\tif d, ok := v.(interface{ Do(int) int }); ok {
        \t\t\ttotal += d.Do(n)
        \t\t}
        \t}
        \treturn total
        }
        """

    private func source(_ package: Int, _ uses: [Use], _ edge: (from: Int, to: Int)?) -> String {
        let handsOut = self.uses[package].first.map(\.to).flatMap { to in uses.contains { $0.to == to } ? to : nil }
        var imports = Set(uses.map { Self.path($0.to) })
        imports.formUnion(["example.org/app/reg"])
        if uses.contains(where: { $0.form == .once }) { imports.insert("sync") }
        var text = "package \(package == 0 ? "main" : "p\(package)")\n\nimport (\n"
        text += imports.sorted().map { "\t\"\($0)\"\n" }.joined() + ")\n\n"
        text += "var Data = [\(sizes[package])]byte{1: 1, \(sizes[package] - 1): \(package + 2)}\n\ntype T struct{ n int }\n\n"
        text += "func New() *T { return &T{n: 1} }\n\nfunc (t *T) Do(n int) int { return int(Data[(n+t.n)%len(Data)]) }\n\n"
        text += "func (t *T) Close() error { t.n = \(Self.sum(uses.count)); return nil }\n\n"
        text += "func Map[X any](x X, f func(X) int) int { return f(x) + int(Data[1]) }\n\n"
        // Without the import there is no value to return.
        if let handsOut {
            text += "func Child() *p\(handsOut).T { return p\(handsOut).New() }\n\n"
        }
        for (number, use) in uses.enumerated() { text += function(number, use, isCut: edge) }
        text += "//go:noinline\nfunc F(n int) int {\n\treturn \(Self.sum(uses.count)) + int(Data[n%len(Data)])\n}\n"
        if package == 0 { text += "\nfunc main() { println(F(len(reg.Hooks)), New().Close() == nil, reg.Run(2)) }\n" }
        if package != 0 { text += "\nfunc init() { reg.Hook(nothing) }\n\nfunc nothing(n int) int { return n + \(package) }\n" }
        return text
    }

    private static func sum(_ count: Int) -> String {
        (["0"] + (0..<count).map { "use\($0)(2)" }).joined(separator: " + ")
    }

    private func function(_ number: Int, _ use: Use, isCut edge: (from: Int, to: Int)?) -> String {
        let p = "p\(use.to)"
        var before = ""
        var body: String
        switch use.form {
        case .call: body = "return \(p).F(n)"
        case .closure: body = "reg.Hook(func(m int) int { return \(p).F(m + n) })\n\treturn n"
        case .deferred: body = "t := \(p).New()\n\tdefer t.Close()\n\treturn n"
        case .started: body = "go \(p).F(n)\n\treturn n"
        case .methodValue: body = "reg.Hook(\(p).New().Do)\n\treturn n"
        case .value: body = "reg.Value(\(p).New())\n\treturn n"
        case .child:
            let isGone = edge.map { $0.from == use.to && $0.to == use.through } ?? false
            body = isGone ? "_ = \(p).New\n\treturn n" : "return \(p).Child().Do(n)"
        case .generic: body = "return \(p).Map(n, func(x int) int { return x * 2 })"
        case .variable:
            before = "var variable\(number) = []func(int) int{\(p).F}\n\n"
            body = "return variable\(number)[0](n)"
        case .embedded:
            before = "type embedded\(number) struct{ *\(p).T }\n\n"
            body = "reg.Value(embedded\(number){\(p).New()})\n\treturn n"
        case .data: body = "return int(\(p).Data[n])"
        case .once:
            before = "var once\(number) sync.Once\n\n"
            body = "once\(number).Do(func() { reg.Value(\(p).F(n)) })\n\treturn n"
        }
        return before + "//go:noinline\nfunc use\(number)(n int) int {\n\t\(body)\n}\n\n"
    }
}
