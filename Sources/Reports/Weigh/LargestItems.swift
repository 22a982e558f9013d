internal import Attribution

/// The functions and embedded files that a report keeps of a profile with details: the largest of the whole program.
struct LargestItems {
    private static let count = 400

    private struct Key: Hashable {
        var package: Int
        var name: String
        var isFunction: Bool
    }

    /// By index into the profile's packages, largest first.
    private(set) var byPackage: [Int: [WeighReport.Item]] = [:]

    /// With the functions named, whatever their size.
    init(_ profile: SizeProfile, functions: Set<String> = []) {
        guard let details = profile.details else { return }
        var found: [Key: (kinds: [ByteKind: Int], file: String?)] = [:]
        for entry in details.entries {
            guard case .package(let package) = entry.owner, let item = entry.item.map({ details.items[$0] }),
                item.isFunction || entry.kind == .embedded
            else { continue }
            // A function's code, symbol and inlined copies are one.
            let key = Key(package: package, name: item.name, isFunction: item.isFunction)
            let file = item.isFunction ? [item.file, found[key]?.file].compactMap(\.self).min() : nil
            found[key, default: ([:], nil)].kinds[entry.kind, default: 0] += entry.size
            found[key]?.file = file
        }
        let sizes = found.map { key, item in (key: key, item: item, size: item.kinds.values.reduce(0, +)) }
            .sorted {
                $0.size == $1.size ? ($0.key.package, $0.key.name) < ($1.key.package, $1.key.name) : $0.size > $1.size
            }
        for (position, (key, item, _)) in sizes.enumerated() {
            guard position < Self.count || key.isFunction && functions.contains(key.name) else { continue }
            byPackage[key.package, default: []].append(
                WeighReport.Item(
                    name: key.name, file: item.file,
                    kinds: Dictionary(uniqueKeysWithValues: item.kinds.map { ($0.key.description, $0.value) })))
        }
    }
}
