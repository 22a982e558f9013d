/// The sums a saved report promises, checked before anything trusts it.
extension WeighReport {
    /// The largest size accepted: beyond it JSON readers lose exactness and sums might overflow.
    package static let largestSize = 1 << 53

    package func checkSums(_ name: String) throws(ReportError) {
        try Self.check(name, "file.size", CollectionOfOne(file.size), total)
        try Self.check(name, "coverage", [coverage.package, coverage.overhead, coverage.unexplained], total)
        try Self.check(name, "packages", packageList.sums.map { [$0.size] } ?? packages.map(\.size), coverage.package)
        try Self.check(name, "overhead", overhead.map(\.size), coverage.overhead)
        try Self.check(name, "sections", sections.map(\.size), total)
        try Self.check(name, "sections[].package", sections.map(\.package), coverage.package)
        try Self.check(name, "sections[].overhead", sections.map(\.overhead), coverage.overhead)
        try Self.check(name, "sections[].unexplained", sections.map(\.unexplained), coverage.unexplained)
        if packageList.sums == nil { try Self.checkPackages(packageList.packages, name) }
        try checkProfile(name)
        for (index, file) in (embedded ?? []).enumerated() { try Self.checkSize(name, "embedded[\(index)].size", file.size) }
        try Self.checkSize(name, "file.compressed", file.compressed)
        let compressed = sections.compactMap(\.compressed)
        if !compressed.isEmpty { try Self.check(name, "sections[].compressed", compressed, file.compressed ?? 0) }
    }

    private static func checkPackages(_ packages: [Package], _ name: String) throws(ReportError) {
        for (index, package) in packages.enumerated() {
            try check(
                name, "packages[\(index)].exclusive and shared", [package.exclusive, package.shared], package.size)
            if let inferred = package.inferred, !(0...package.size).contains(inferred) {
                throw ReportError("\(name): `packages[\(index)].inferred` is \(inferred), of \(package.size) bytes")
            }
            try check(name, "packages[\(index)].kinds", package.kinds.values, package.size)
            if package.largest != nil { try package.checkLargest("\(name): packages[\(index)]") }
            try check(name, "packages[\(index)].sections", package.sections.values, package.size)
        }
    }

    /// The values of packages sum to the totals of the profile's types.
    private func checkProfile(_ name: String) throws(ReportError) {
        guard let profile else { return }
        if let package = profile.packages?.first(where: { $0.size != 0 || !$0.kinds.isEmpty || !$0.sections.isEmpty }) {
            throw ReportError("\(name): `profile.packages` has bytes of \(package.path.visible); those belong in `packages`")
        }
        for type in profile.types {
            let sum = allPackages.reduce(0) { $0 &+ ($1.profile?[type.name] ?? 0) }
            guard sum == type.total else {
                throw ReportError(
                    "\(name): the values of `\(type.name.visible)` sum to \(sum), expected \(type.total); the file was changed or is damaged"
                )
            }
        }
    }

    package static func checkSize(_ name: String, _ field: @autoclosure () -> String, _ size: Int?) throws(ReportError) {
        guard let size, size < 0 || size > largestSize else { return }
        throw ReportError("\(name): `\(field())` is \(size), not a size in bytes")
    }

    private static func check(
        _ name: String, _ field: @autoclosure () -> String, _ sizes: some Sequence<Int>, _ expected: Int
    ) throws(ReportError) {
        var sum = 0
        for size in sizes {
            try checkSize(name, field(), size)
            sum = min(sum + size, largestSize + 1)
        }
        guard sum == expected else {
            throw ReportError(
                "\(name): the sizes of `\(field())` sum to \(sum) bytes, expected \(expected); the file was changed or is damaged"
            )
        }
    }
}

extension WeighReport.Package {
    /// Of each kind, functions and files have no more bytes than the package.
    func checkLargest(_ name: String) throws(ReportError) {
        var left = kinds
        for (index, item) in (largest ?? []).enumerated() {
            for (kind, size) in item.kinds {
                let rest = left[kind, default: 0]
                guard size >= 0, size <= rest else {
                    throw ReportError(
                        "\(name): `largest[\(index)].kinds.\(kind.visible)` is \(size), of \(rest) bytes that are left")
                }
                left[kind] = rest - size
            }
        }
    }
}

extension BuildReport {
    package func checkSums(_ name: String) throws(ReportError) {
        for (index, list) in (savings ?? []).enumerated() {
            try WeighReport.checkSize(name, "savings[\(index)].size", list.size)
            for (number, item) in list.items.enumerated() {
                try WeighReport.checkSize(name, "savings[\(index)].items[\(number)].saves", item.saves)
            }
            for (number, item) in (list.packages ?? []).enumerated() {
                try WeighReport.checkSize(name, "savings[\(index)].packages[\(number)].saves", item.saves)
            }
            if let price = list.methodElimination?.price, abs(price) > WeighReport.largestSize {
                throw ReportError("\(name): `savings[\(index)].methodElimination.price` is \(price), not a size in bytes")
            }
        }
        guard run?.isPossible ?? true else { throw ReportError("\(name): `run` cannot be") }
        for (index, build) in builds.enumerated() {
            try WeighReport.checkSize(name, "builds[\(index)].size", build.size)
            try WeighReport.checkSize(name, "builds[\(index)].compressed", build.compressed)
            try WeighReport.checkSize(name, "builds[\(index)].peakBytes", build.peakBytes)
            if let seconds = build.seconds, !(0...1e9).contains(seconds) {
                throw ReportError("\(name): `builds[\(index)].seconds` is \(seconds), not a duration")
            }
            guard build.work?.isPossible ?? true else { throw ReportError("\(name): `builds[\(index)].work` cannot be") }
            for count in [build.timings?.compiled, build.timings?.cached].compactMap({ $0 }) {
                try Self.checkCount(name, "builds[\(index)].timings", count)
            }
            try build.weigh?.checkSums("\(name): builds[\(index)].weigh")
            if let weigh = build.weigh, weigh.total != build.size {
                throw ReportError("\(name): `builds[\(index)].size` differs from its `weigh.total`, \(weigh.total)")
            }
        }
        for (index, shard) in (shards ?? []).enumerated() {
            for count in [shard.builds, shard.compiled, shard.cached] { try Self.checkCount(name, "shards[\(index)]", count) }
            for seconds in [shard.buildSeconds, shard.seconds ?? 0] where !(0...1e12).contains(seconds) {
                throw ReportError("\(name): `shards[\(index)]` has \(seconds) seconds, not a duration")
            }
        }
    }

    private static func checkCount(_ name: String, _ field: String, _ count: Int) throws(ReportError) {
        guard !(0...1_000_000_000).contains(count) else { return }
        throw ReportError("\(name): `\(field)` counts \(count), which cannot be")
    }
}
