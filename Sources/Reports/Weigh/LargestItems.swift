internal import Attribution

/// The functions and embedded files that a report keeps of a profile with details: the largest of the whole program.
struct LargestItems {
    private static let count = 400

    /// By index into the profile's packages, largest first.
    private(set) var byPackage: [Int: [WeighReport.Item]] = [:]

    init(_ profile: SizeProfile) {
        guard let details = profile.details else { return }
        struct Key: Hashable {
            var package: Int
            var item: Int
        }
        var found: [Key: [ByteKind: Int]] = [:]
        for entry in details.entries {
            guard case .package(let package) = entry.owner, let item = entry.item,
                details.items[item].isFunction || entry.kind == .embedded
            else { continue }
            found[Key(package: package, item: item), default: [:]][entry.kind, default: 0] += entry.size
        }
        let sizes = found.map { key, kinds in (key: key, kinds: kinds, size: kinds.values.reduce(0, +)) }
            .sorted {
                $0.size == $1.size ? ($0.key.package, $0.key.item) < ($1.key.package, $1.key.item) : $0.size > $1.size
            }
        for (key, kinds, _) in sizes.prefix(Self.count) {
            let item = details.items[key.item]
            byPackage[key.package, default: []].append(
                WeighReport.Item(
                    name: item.name, file: item.isFunction ? item.file : nil,
                    kinds: Dictionary(uniqueKeysWithValues: kinds.map { ($0.key.description, $0.value) })))
        }
    }
}
