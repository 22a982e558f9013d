internal import Reports

/// The page's builds as compact JSON: one table of strings, flat arrays of numbers; page.js decodes it.
struct PageData {
    let json: String

    init(_ page: Page) {
        var strings = StringTable()
        let builds = page.builds.map { build -> String in
            var fields = [
                "\"main\":\(strings.index(build.main))", "\"target\":\(strings.index(build.target))",
                "\"preset\":\(strings.index(build.preset))",
            ]
            if let size = build.size { fields.append("\"size\":\(size)") }
            if let weigh = build.weigh { fields += Self.contents(weigh, &strings) }
            return "{\(fields.joined(separator: ","))}"
        }
        var fields = ["\"builds\":[\(builds.joined(separator: ",\n"))]", "\"strings\":\(strings.json)"]
        if let first = page.first { fields.append("\"first\":\(first)") }
        if let against = page.against { fields.append("\"against\":\(against)") }
        json = "{\(fields.joined(separator: ",\n"))}"
    }

    private static func contents(_ weigh: WeighReport, _ strings: inout StringTable) -> [String] {
        let classes: [WeighReport.PackageClass] = [.main, .dependency, .std, .c, .swift, .cxx]
        var packages: [Int] = []
        for package in weigh.packages {
            let kinds = package.kinds.filter { $0.value > 0 }.sorted {
                $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
            }
            packages += [
                strings.index(package.path), strings.index(package.module), strings.index(package.version),
                classes.firstIndex(of: package.class) ?? 0, package.size, package.shared, kinds.count,
            ]
            for kind in kinds { packages += [strings.index(kind.key), kind.value] }
        }
        let sections = weigh.sections.flatMap { [strings.index($0.name), $0.size, $0.package, $0.overhead, $0.unexplained] }
        let overhead = weigh.overhead.flatMap { [strings.index($0.kind), $0.size] }
        return [
            "\"identity\":\(strings.index(weigh.identity))",
            "\"coverage\":\([weigh.coverage.package, weigh.coverage.overhead, weigh.coverage.unexplained].json)",
            "\"packages\":\(packages.json)", "\"sections\":\(sections.json)", "\"overhead\":\(overhead.json)",
            "\"warnings\":\(weigh.warnings.map { strings.index($0) }.json)",
        ]
    }

    private struct StringTable {
        private var indices: [String: Int] = [:]
        private var literals: [String] = []

        /// -1 for nil.
        mutating func index(_ text: String?) -> Int {
            guard let text = text?.visible else { return -1 }
            if let known = indices[text] { return known }
            indices[text] = literals.count
            literals.append(text.scriptLiteral)
            return literals.count - 1
        }

        var json: String { "[\(literals.joined(separator: ","))]" }
    }
}

extension [Int] {
    fileprivate var json: String { "[" + map { "\($0)" }.joined(separator: ",") + "]" }
}

extension String {
    /// A JSON string that cannot end the script element it stands in.
    fileprivate var scriptLiteral: String {
        "\""
            + unicodeScalars.reduce(into: "") { text, scalar in
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "<": text += "\\u003c"
                case ">": text += "\\u003e"
                case "&": text += "\\u0026"
                default: text.unicodeScalars.append(scalar)
                }
            } + "\""
    }
}
