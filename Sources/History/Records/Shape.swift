internal import Reports

/// The names in a weigh report, in the order of the numbers in its `Contents`.
struct Shape: Equatable {
    struct Package: Equatable {
        var path: String
        var module: String?
        /// Nil for packages of the main module, whose version may change with every commit.
        var version: String?
        var `class`: WeighReport.PackageClass
    }

    var format: String
    var goos, goarch, go, main: String?
    var stripped: Bool
    /// Without those of version control.
    var settings: [String: String]
    var modules: [String]?
    var kinds: [String]
    var packages: [Package]
    var overhead: [String]
    var sections: [String]

    init(_ report: WeighReport) {
        format = report.format
        (goos, goarch, go, main) = (report.goos, report.goarch, report.go, report.main)
        stripped = report.stripped
        settings = report.settings.filter { $0.key != "vcs" && !$0.key.hasPrefix("vcs.") }
        modules = report.modules
        kinds = Set(report.packages.flatMap(\.kinds.keys)).sorted()
        packages = Self.ordered(report.packages).map {
            Package(path: $0.path, module: $0.module, version: $0.class == .main ? nil : $0.version, class: $0.class)
        }
        overhead = report.overhead.map(\.kind)
        sections = report.sections.map(\.name)
    }

    /// By path, so that growth does not change the order.
    static func ordered(_ packages: [WeighReport.Package]) -> [WeighReport.Package] {
        packages.sorted { $0.path == $1.path ? $0.size > $1.size : $0.path < $1.path }
    }

    var encoded: [UInt8] {
        var writer = RecordWriter()
        writer.write(format)
        for text in [goos, goarch, go, main] { writer.write(text) }
        writer.write(stripped ? 1 : 0)
        writer.write(settings.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
        writer.write(modules == nil ? 0 : 1)
        writer.write(modules ?? [])
        writer.write(kinds)
        writer.write(packages.count)
        for package in packages {
            writer.write(package.path)
            writer.write(package.module)
            writer.write(package.version)
            writer.write(package.class.rawValue)
        }
        writer.write(overhead)
        writer.write(sections)
        return writer.bytes
    }

    init(_ bytes: RawSpan) throws(RecordError) {
        var reader = RecordReader(bytes)
        format = try reader.text("format")
        goos = try reader.optionalText("goos")
        goarch = try reader.optionalText("goarch")
        go = try reader.optionalText("go")
        main = try reader.optionalText("main")
        stripped = try reader.number("stripped") != 0
        let texts = try reader.texts("settings")
        settings = [:]
        for index in stride(from: 0, to: texts.count - 1, by: 2) { settings[texts[index]] = texts[index + 1] }
        let hasModules = try reader.number("modules") != 0
        let names = try reader.texts("modules")
        modules = hasModules ? names : nil
        kinds = try reader.texts("kinds")
        packages = []
        for _ in 0..<(try reader.count("packages")) {
            let path = try reader.text("path")
            let module = try reader.optionalText("module")
            let version = try reader.optionalText("version")
            let name = try reader.text("class")
            guard let kind = WeighReport.PackageClass(rawValue: name) else { throw RecordError("class", at: reader.offset) }
            packages.append(Package(path: path, module: module, version: version, class: kind))
        }
        overhead = try reader.texts("overhead")
        sections = try reader.texts("sections")
    }
}
