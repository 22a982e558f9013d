internal import JSON
internal import Reports

/// The page's builds as `contents.js` decodes them. The names are those of every build and numbers outweigh keys, so names are
/// indices into one table of strings and rows are flat arrays: a fifth of the size of the reports' own JSON.
struct PageData: Encodable {
    struct Build: Encodable {
        var main: Int
        var target: Int
        var preset: Int
        var size: Int?
        var identity: Int?
        /// Bytes of packages, overhead and unexplained.
        var coverage: [Int]?
        /// Path, module, version, class, size, shared, number of kinds; then name and size of each kind.
        var packages: [Int]?
        /// Name, size, and of it packages, overhead, unexplained.
        var sections: [Int]?
        /// Kind and size.
        var overhead: [Int]?
        var warnings: [Int]?
    }

    private(set) var builds: [Build] = []
    private(set) var strings: [String] = []
    /// Index of the build shown first, and of the one it is compared with.
    let first: Int?
    let against: Int?
    private var indices: [String: Int] = [:]

    private enum CodingKeys: String, CodingKey { case builds, strings, first, against }

    init(_ page: Page) {
        (first, against) = (page.first, page.against)
        for build in page.builds { add(build) }
    }

    private mutating func add(_ build: Page.Build) {
        var data = Build(main: index(build.main), target: index(build.target), preset: index(build.preset), size: build.size)
        if let weigh = build.weigh {
            data.identity = index(weigh.identity)
            data.coverage = [weigh.coverage.package, weigh.coverage.overhead, weigh.coverage.unexplained]
            data.packages = packages(weigh)
            data.sections = weigh.sections.flatMap { [index($0.name), $0.size, $0.package, $0.overhead, $0.unexplained] }
            data.overhead = weigh.overhead.flatMap { [index($0.kind), $0.size] }
            data.warnings = weigh.warnings.map { index($0) }
        }
        builds.append(data)
    }

    private mutating func packages(_ weigh: WeighReport) -> [Int] {
        let classes: [WeighReport.PackageClass] = [.main, .dependency, .std, .c, .swift, .cxx]
        var packages: [Int] = []
        for package in weigh.packages {
            let kinds = package.kinds.filter { $0.value > 0 }.sorted {
                $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
            }
            packages += [
                index(package.path), index(package.module), index(package.version), classes.firstIndex(of: package.class) ?? 0,
                package.size, package.shared, kinds.count,
            ]
            for kind in kinds { packages += [index(kind.key), kind.value] }
        }
        return packages
    }

    /// -1 for nil.
    private mutating func index(_ text: String?) -> Int {
        guard let text = text?.visible else { return -1 }
        if let known = indices[text] { return known }
        indices[text] = strings.count
        strings.append(text)
        return strings.count - 1
    }

    /// JSON that cannot end its script element.
    func script() throws(ReportError) -> String {
        let json: String
        do { json = try JSONEncoder().encode(self) } catch {
            throw ReportError("the page's data cannot be written as JSON: \(error)")
        }
        return json.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "&") }
            ? json.unicodeScalars.reduce(into: "") { text, scalar in
                switch scalar {
                case "<": text += "\\u003c"
                case ">": text += "\\u003e"
                case "&": text += "\\u0026"
                default: text.unicodeScalars.append(scalar)
                }
            } : json
    }
}
