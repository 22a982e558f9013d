internal import Attribution
internal import BinaryFormats
internal import GoMetadata
internal import Host
package import Reports

/// Where two builds of one program differ, and whose bytes those are.
struct BinaryDifference: Equatable {
    struct Part: Equatable {
        /// `.rodata`
        package var section: String
        /// Bytes that differ, and those that one of the two has more.
        package var size: Int
        /// `example.com/app (main.stamp)`, those with most of these bytes first.
        package var owners: [String]
    }

    /// Largest first.
    package var parts: [Part]
    /// The first byte that differs: `byte 0x1a2b of .rodata, example.com/app (main.stamp)`
    var first = ""
    /// Bytes that differ by package or kind of overhead, largest first.
    var owners: [ReleaseComparison.Difference.Owner] = []
    /// Settings and versions of build info, ``-tags: `a`, here none``; where all are the same, packages of another size.
    var settings: [String] = []

    /// Differences beyond this many stretches are counted, their owners not looked up.
    private static let mostStretches = 100_000
    private static let mostOwners = 3
    private static let unseen = "not looked up"

    /// Nil when they are the same to the byte. Throws `FileError` when one cannot be read.
    package static func between(_ first: String, _ second: String) throws -> BinaryDifference? {
        try MappedFile.reading(first) { old in try MappedFile.reading(second) { new in try between(old, new) } }
    }

    private static func between(_ old: borrowing MappedFile, _ new: borrowing MappedFile) throws -> BinaryDifference? {
        let (first, second) = (old.path, new.path)
        let (before, after) = (ByteReader(old.bytes), ByteReader(new.bytes))
        let whole = 0..<max(before.count, after.count)
        if stretches(before, after, whole, whole, most: 1).isEmpty { return nil }
        if let slices = try container(old), slices.isUniversal, let others = try container(new),
            others.members.map(\.name) == slices.members.map(\.name)
        {
            var all = BinaryDifference(parts: [])
            for (slice, other) in zip(slices.members, others.members) {
                let (old, new) = (old.bytes.extracting(slice.range), new.bytes.extracting(other.range))
                all.add(try compared(old, first, new, second), of: slice.name)
            }
            return all
        }
        return try compared(old.bytes, first, new.bytes, second)
    }

    /// Adds the differences of a slice of a universal file.
    private mutating func add(_ other: BinaryDifference, of slice: String) {
        parts += other.parts.map { Part(section: "\(slice)/\($0.section)", size: $0.size, owners: $0.owners) }
        parts.sort { $0.size > $1.size }
        if first.isEmpty, !other.first.isEmpty { first = "\(other.first) in \(slice)" }
        owners = Self.ranked((owners + other.owners).reduce(into: [:]) { $0[$1.name, default: 0] += $1.size })
        settings += other.settings.map { "\($0) in \(slice)" }
    }

    private static func ranked(_ sizes: [String: Int]) -> [ReleaseComparison.Difference.Owner] {
        sizes.filter { $0.value > 0 }
            .sorted { ($0.key == unseen ? 1 : 0, $1.value, $0.key) < ($1.key == unseen ? 1 : 0, $0.value, $1.key) }
            .map { ReleaseComparison.Difference.Owner(name: $0.key, size: $0.value) }
    }

    private static func compared(_ old: RawSpan, _ path: String, _ new: RawSpan, _ other: String) throws -> BinaryDifference {
        let (before, after) = (ByteReader(old), ByteReader(new))
        let (image, program, profile, _) = try sizeProfile(old, path, WeighOptions(), details: true)
        let (_, changed, otherProfile, _) = try sizeProfile(new, other, WeighOptions(), details: false)
        let others = otherProfile.sections
        var parts: [Part] = []
        var seen: [String: Int] = [:]
        var totals: [String: Int] = [:]
        var first: (offset: Int, text: String)?
        for section in profile.sections {
            // Several may have one name: gaps between sections do.
            let number = seen[section.name, default: 0]
            seen[section.name] = number + 1
            let other = others.filter { $0.name == section.name }.dropFirst(number).first?.range ?? 0..<0
            var part = Part(section: section.name, size: 0, owners: [])
            var sizes: [String: Int] = [:]
            var looked = 0
            for stretch in stretches(before, after, section.range, other, most: .max) {
                part.size += stretch.count
                var offset = stretch.lowerBound
                if offset < first?.offset ?? .max {
                    let explanation = Explanation(profile, image, program, old, offset: offset)
                    let named = explanation.map { ", \(owner($0, withItem: true))" } ?? ""
                    first = (offset, "byte 0x\(String(offset, radix: 16)) of \(section.name)\(named)")
                }
                while looked < mostStretches, offset < min(stretch.upperBound, section.range.upperBound),
                    let explanation = Explanation(profile, image, program, old, offset: offset)
                {
                    let end = max(offset + 1, min(explanation.range.upperBound, stretch.upperBound))
                    sizes[owner(explanation, withItem: true), default: 0] += end - offset
                    totals[owner(explanation, withItem: false), default: 0] += end - offset
                    offset = end
                    looked += 1
                }
            }
            guard part.size > 0 else { continue }
            totals[unseen, default: 0] += part.size - sizes.values.reduce(0, +)
            let ranked = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
            part.owners = Array(ranked.prefix(mostOwners))
            if ranked.count > mostOwners { part.owners.append("\(ranked.count - mostOwners) more") }
            parts.append(part)
        }
        let causes = settings(program.buildInfo, changed.buildInfo)
        return BinaryDifference(
            parts: parts.sorted { $0.size > $1.size }, first: first?.text ?? "", owners: ranked(totals),
            settings: causes.isEmpty ? sizes(profile, otherProfile) : causes)
    }

    /// Packages of another size, those first that differ most.
    private static func sizes(_ before: SizeProfile, _ after: SizeProfile) -> [String] {
        let (old, new) = (before.sizes, after.sizes)
        let names = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        let ranked = names.map { (change: abs((old[$0] ?? 0) - (new[$0] ?? 0)), name: $0) }
            .sorted { ($1.change, $0.name) < ($0.change, $1.name) }
        return ranked.prefix(mostOwners).map { "size of \($0.name): \(old[$0.name] ?? 0) bytes, here \(new[$0.name] ?? 0)" }
    }

    /// Settings and versions of modules of the first build that the second one has otherwise. Go stamps the version of the main module
    /// by the tags of the repository, since Go 1.24, and may take it from its cache.
    private static func settings(_ before: BuildInfo?, _ after: BuildInfo?) -> [String] {
        guard let before, let after else { return [] }
        let versions = before.goVersion == after.goVersion ? [] : ["go: \(before.goVersion), here \(after.goVersion)"]
        let keys = Set((before.settings + after.settings).map(\.key)).sorted()
        let (old, new) = (before.versions, after.versions)
        let modules = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted().map { path in
            func value(_ version: String?) -> String { version.map { "`\($0)`" } ?? "none" }
            return "version of \(path): \(value(old[path])), here \(value(new[path]))"
        }
        return versions + modules
            + keys.filter { before.setting($0) != after.setting($0) }.map { key in
                func value(_ info: BuildInfo) -> String { info.setting(key).map { "`\($0)`" } ?? "none" }
                return "\(key): \(value(before)), here \(value(after))"
            }
    }

    private static func owner(_ explanation: Explanation, withItem: Bool) -> String {
        let owner =
            switch (explanation.packages.count, explanation.overhead) {
            case (0, let overhead?): "\(overhead)"
            case (0, nil): "unexplained"
            case (1...2, _): explanation.packages.joined(separator: ", ")
            default: "\(explanation.packages.count) packages together"
            }
        return owner + (withItem ? explanation.item.map { " (\($0.name))" } ?? "" : "")
    }

    /// Stretches of the first range whose bytes differ from those at the same place of the second; they reach beyond the end of
    /// the shorter one.
    private static func stretches(
        _ before: borrowing ByteReader, _ after: borrowing ByteReader, _ old: Range<Int>, _ new: Range<Int>, most: Int
    ) -> [Range<Int>] {
        var found: [Range<Int>] = []
        let common = min(old.count, new.count)
        var index = 0
        while index < common, found.count < most {
            if index + 8 <= common, before.u64(at: old.lowerBound + index) == after.u64(at: new.lowerBound + index),
                before.u64(at: old.lowerBound + index) != nil
            {
                index += 8
                continue
            }
            if before.u8(at: old.lowerBound + index) != after.u8(at: new.lowerBound + index) {
                let offset = old.lowerBound + index
                if let last = found.last, last.upperBound == offset {
                    found[found.count - 1] = last.lowerBound..<offset + 1
                } else {
                    found.append(offset..<offset + 1)
                }
            }
            index += 1
        }
        if old.count != new.count, found.count < most {
            found.append(old.lowerBound + common..<old.lowerBound + max(old.count, new.count))
        }
        return found
    }
}

extension BuildInfo {
    /// By path, of the main module and of all others.
    fileprivate var versions: [String: String] {
        let modules = [mainModule].compactMap(\.self) + dependencies
        return Dictionary(modules.map { ($0.path, [$0.version, $0.replacement].compactMap(\.self).joined(separator: " => ")) }) {
            $1
        }
    }
}

extension SizeProfile {
    fileprivate var sizes: [String: Int] { Dictionary(packages.map { ($0.path, $0.size) }) { $0 + $1 } }
}

extension ReleaseComparison.Difference {
    /// Difference of two files that are not equal; of those that are no programs the first byte. Throws `FileError`.
    package static func between(_ first: String, _ second: String, name: String) throws -> Self {
        if let found = try? BinaryDifference.between(first, second) {
            return Self(file: name, first: found.first, owners: found.owners, settings: found.settings)
        }
        return try MappedFile.reading(first) { old in
            try MappedFile.reading(second) { new in
                let (before, after) = (ByteReader(old.bytes), ByteReader(new.bytes))
                let offset = (0..<max(before.count, after.count)).first { before.u8(at: $0) != after.u8(at: $0) } ?? 0
                return Self(
                    file: name, first: "byte \(offset), of \(before.count) bytes in the release and \(after.count) here")
            }
        }
    }
}
