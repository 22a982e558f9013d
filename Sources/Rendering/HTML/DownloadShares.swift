internal import Reports

/// Parts of the download size: each section's part goes to its owners by their bytes in it.
struct DownloadShares {
    /// In the order of the report's packages.
    private(set) var packages: [Int] = []
    let package: Int
    let overhead: Int
    let unexplained: Int

    /// Nil for reports without the download sizes of sections.
    init?(_ weigh: WeighReport) {
        var ratios: [String: (compressed: Int, size: Int)] = [:]
        var total = 0
        var overhead = 0.0
        for section in weigh.sections {
            guard let compressed = section.compressed else { return nil }
            total += compressed
            let known = ratios[section.name] ?? (0, 0)
            ratios[section.name] = (known.compressed + compressed, known.size + section.size)
            if section.size > 0 { overhead += Double(compressed) * Double(section.overhead) / Double(section.size) }
        }
        var exact = 0.0
        var given = 0
        for package in weigh.packages {
            for (name, size) in package.sections.sorted(by: { $0.key < $1.key }) {
                guard let ratio = ratios[name], ratio.size > 0 else { continue }
                exact += Double(ratio.compressed) * Double(size) / Double(ratio.size)
            }
            let upTo = min(max(Int(exact.rounded()), given), total)
            packages.append(upTo - given)
            given = upTo
        }
        self.package = given
        self.overhead = min(Int(overhead.rounded()), total - given)
        unexplained = total - given - self.overhead
    }
}
