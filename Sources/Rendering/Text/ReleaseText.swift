internal import Reports

extension ReleaseComparison {
    private static let mostOwners = 8

    /// A line for each file; below one that differs where, and whose bytes those are.
    var text: String {
        var lines = files.map { file in
            switch file.status {
            case .same: ["same       \(file.name.visible)"]
            case .sameChecksum: ["same sum   \(file.name.visible)"]
            case .different:
                ["DIFFERENT  \(file.name.visible)\(file.message.map { ": \($0.visible)" } ?? "")"]
                    + file.differences.flatMap(Self.lines)
            }
        }.flatMap(\.self)
        let different = files.count { $0.status == .different }
        lines.append("")
        lines.append(
            different == 0
                ? "\(revision) gives the same \(files.count == 1 ? "file" : "\(files.count) files"), byte by byte"
                : "\(different) of \(files.count) files of \(revision) differ")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ difference: Difference) -> [String] {
        let others = difference.owners.dropFirst(mostOwners)
        let owners =
            difference.owners.prefix(mostOwners).map { ($0.size, $0.name.visible) }
            + (others.isEmpty ? [] : [(others.reduce(0) { $0 + $1.size }, "\(others.count) more")])
        let width = owners.map { "\($0.0)".count }.max() ?? 0
        return ["    \(difference.file.visible): first at \(difference.first.visible)"]
            + difference.settings.map { "        built with another \($0.visible)" }
            + owners.map { size, name in
                "        \(String(repeating: " ", count: width - "\(size)".count))\(size) bytes  \(name)"
            }
    }
}
