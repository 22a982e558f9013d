internal import JSON

/// The packages of a weigh report: values, or the text in a file that they are left in.
struct PackageList: Sendable, Equatable, Codable {
    private enum Contents {
        case values([WeighReport.Package])
        case left(JSONText, PackageSums)
    }

    private var contents: Contents

    init(_ packages: [WeighReport.Package]) {
        contents = .values(packages)
    }

    /// Each use reads those that are left in a file.
    var packages: [WeighReport.Package] {
        switch contents {
        case .values(let packages): packages
        case .left(let text, _): Self.packages(of: text)
        }
    }

    /// Sums that were checked when the text was read; nil for values.
    var sums: PackageSums? { if case .left(_, let sums) = contents { sums } else { nil } }

    var count: Int { sums?.count ?? packages.count }

    var modules: Set<String> { sums?.modules ?? Set(packages.lazy.compactMap(\.module)) }

    /// The `count` largest, and one for the others of each class.
    func digest(keeping count: Int) -> [WeighReport.Package] {
        if let sums, count <= sums.named { return sums.digest.digest(keeping: count) }
        return packages.digest(keeping: count)
    }

    init(from decoder: any Decoder) throws {
        guard let text = try? decoder.singleValueContainer().decode(JSONText.self) else {
            contents = .values(try [WeighReport.Package](from: decoder))
            return
        }
        if text.isOfFile, let sums = text.withBytes({ PackageSums(of: $0) }) {
            contents = .left(text, sums)
        } else {
            contents = .values(
                try text.withBytes { WeighReport.Package.list(of: $0) } ?? [WeighReport.Package](from: decoder))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch contents {
        case .values(let packages): try container.encode(packages)
        case .left(let text, _): try container.encode(text)
        }
    }

    /// A text that was read once can be read again, unless the file was rewritten.
    private static func packages(of text: JSONText) -> [WeighReport.Package] {
        text.withBytes { bytes in
            if let list = WeighReport.Package.list(of: bytes) { return list }
            return (try? JSONDecoder().decode([WeighReport.Package].self, from: JSONCursor(bytes).text(0..<bytes.count))) ?? []
        }
    }

    static func == (one: PackageList, other: PackageList) -> Bool { one.packages == other.packages }
}

extension [WeighReport.Package] {
    /// The `count` largest, and in place of the others one for each class: `(211 smaller packages)`.
    func digest(keeping count: Int) -> [WeighReport.Package] {
        let all = reduce(0) { $0 + ($1.smaller ?? 1) }
        guard all > count + WeighReport.PackageClass.allCases.count else { return self }
        let sizes = map(\.size)
        let ranked = indices.filter { self[$0].smaller == nil }.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        let kept = Set(ranked.prefix(count))
        var digest: [WeighReport.Package] = []
        var others: [WeighReport.PackageClass: (count: Int, sum: WeighReport.Package)] = [:]
        for (index, package) in enumerated() {
            if kept.contains(index) {
                digest.append(package)
            } else {
                var part = others.removeValue(forKey: package.class) ?? (0, WeighReport.Package(of: package.class))
                part.count += package.smaller ?? 1
                part.sum.add(package)
                others[package.class] = part
            }
        }
        return digest
            + WeighReport.PackageClass.allCases.compactMap { part in
                others[part].map { count, sum in
                    var sum = sum
                    sum.path = WeighReport.Package.smaller(count)
                    return sum
                }
            }
    }
}

extension WeighReport.Package {
    fileprivate init(of part: WeighReport.PackageClass) {
        self.init(path: "", module: nil, version: nil, class: part, size: 0, exclusive: 0, shared: 0, kinds: [:], sections: [:])
    }

    static func smaller(_ count: Int) -> String { "(\(count) smaller package\(count == 1 ? "" : "s"))" }

    /// How many packages it stands for, if it is one of a digest.
    fileprivate var smaller: Int? {
        guard path.hasPrefix("("), let count = Int(path.dropFirst().prefix { $0 != " " }),
            (1...1_000_000_000).contains(count), path == Self.smaller(count)
        else {
            return nil
        }
        return count
    }

    fileprivate mutating func add(_ other: Self) {
        size += other.size
        exclusive += other.exclusive
        shared += other.shared
        if let bytes = other.inferred { inferred = (inferred ?? 0) + bytes }
        kinds.merge(other.kinds, uniquingKeysWith: +)
        sections.merge(other.sections, uniquingKeysWith: +)
        if let values = other.profile { profile = (profile ?? [:]).merging(values, uniquingKeysWith: &+) }
    }
}
