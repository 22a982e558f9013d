internal import Planning
internal import Reports

/// The part of a weigh report that a history keeps: names and numbers apart, as the names of most builds are those of the build
/// before. Left out are the sections of each package, the passes, embedded files, warnings and settings of version control.
///
/// `sizes` comes apart from the other numbers: the size of one package over all builds is read from it alone.
struct Contents: Sendable, Equatable {
    /// Names, in the order of the numbers; see `Shape`.
    var shape: [UInt8]
    /// Bytes of each package.
    var sizes: [UInt8]
    var details: [UInt8]

    init(shape: [UInt8], sizes: [UInt8], details: [UInt8]) {
        self.shape = shape
        self.sizes = sizes
        self.details = details
    }

    init(_ report: WeighReport) {
        let shape = Shape(report)
        let packages = Shape.ordered(report.packages)
        var sizes = RecordWriter()
        for package in packages { sizes.write(package.size) }
        var details = RecordWriter()
        details.write(report.total)
        details.write(report.packages.first { $0.class == .main }?.version)
        for package in packages { details.write(package.shared) }
        for package in packages { details.write(package.inferred) }
        for kind in shape.kinds {
            for package in packages { details.write(package.kinds[kind] ?? 0) }
        }
        for overhead in report.overhead { details.write(overhead.size) }
        for section in report.sections {
            for number in [section.size, section.offset, section.package, section.overhead, section.unexplained] {
                details.write(number)
            }
            details.write(Int(bitPattern: UInt(section.virtualSize)))
            details.write(Int(bitPattern: UInt(section.address)))
        }
        self.init(shape: shape.encoded, sizes: sizes.bytes, details: details.bytes)
    }

    /// The report again, under a path for people.
    func report(path: String) throws(RecordError) -> WeighReport {
        let shape = try Shape(unsafe self.shape.span.bytes)
        let count = shape.packages.count
        var sizes = unsafe RecordReader(self.sizes.span.bytes)
        var numbers = unsafe RecordReader(details.span.bytes)
        let total = try numbers.size("total")
        let mainVersion = try numbers.optionalText("version")
        var packages: [WeighReport.Package] = []
        let shared = try numbers.sizes("shared", count: count)
        var inferred: [Int?] = []
        for _ in 0..<count { inferred.append(try numbers.optionalSize("inferred")) }
        for (index, package) in shape.packages.enumerated() {
            let size = try sizes.size("size")
            packages.append(
                .init(
                    path: package.path, module: package.module,
                    version: package.class == .main ? mainVersion : package.version, class: package.class, size: size,
                    exclusive: size - shared[index], shared: shared[index], inferred: inferred[index], kinds: [:], sections: [:]))
        }
        for kind in shape.kinds {
            for index in 0..<count {
                let size = try numbers.size("kind")
                if size > 0 { packages[index].kinds[kind] = size }
            }
        }
        var overhead: [WeighReport.Overhead] = []
        for kind in shape.overhead { overhead.append(.init(kind: kind, size: try numbers.size("overhead"))) }
        var sections: [WeighReport.Section] = []
        for name in shape.sections {
            let figures = try numbers.sizes("section", count: 5)
            let memory = try numbers.numbers("section", count: 2).map { UInt64(UInt(bitPattern: $0)) }
            sections.append(
                .init(
                    name: name, size: figures[0], virtualSize: memory[0], offset: figures[1], address: memory[1],
                    package: figures[2], overhead: figures[3], unexplained: figures[4]))
        }
        let owned = (
            try sum(packages.map(\.size), atMost: total), try sum(overhead.map(\.size), atMost: total)
        )
        guard owned.0 + owned.1 <= total else { throw RecordError("total", at: 0) }
        packages.sort { $0.size == $1.size ? $0.path < $1.path : $0.size > $1.size }
        return WeighReport(
            file: .init(path: path, size: total), format: shape.format, goos: shape.goos, goarch: shape.goarch, go: shape.go,
            main: shape.main, stripped: shape.stripped, settings: shape.settings, modules: shape.modules,
            coverage: .init(package: owned.0, overhead: owned.1, unexplained: total - owned.0 - owned.1), packages: packages,
            overhead: overhead, sections: sections, passes: [], warnings: [])
    }

    private func sum(_ sizes: [Int], atMost total: Int) throws(RecordError) -> Int {
        var sum = 0
        for size in sizes {
            sum += size
            guard sum <= total else { throw RecordError("total", at: 0) }
        }
        return sum
    }
}

extension RecordReader {
    /// Bytes of a part of a file.
    @_lifetime(self: copy self)
    mutating func size(_ name: StaticString) throws(RecordError) -> Int {
        let start = offset
        let size = try number(name)
        guard (0...WeighReport.largestSize).contains(size) else { throw RecordError("\(name)", at: start) }
        return size
    }

    @_lifetime(self: copy self)
    mutating func optionalSize(_ name: StaticString) throws(RecordError) -> Int? {
        let start = offset
        guard let size = try optionalNumber(name) else { return nil }
        guard (0...WeighReport.largestSize).contains(size) else { throw RecordError("\(name)", at: start) }
        return size
    }

    @_lifetime(self: copy self)
    mutating func sizes(_ name: StaticString, count: Int) throws(RecordError) -> [Int] {
        var sizes: [Int] = []
        for _ in 0..<count { sizes.append(try size(name)) }
        return sizes
    }
}
