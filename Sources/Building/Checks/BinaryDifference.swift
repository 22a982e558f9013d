internal import Attribution
internal import BinaryFormats
internal import Host

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

    /// Differences beyond this many stretches are counted, their owners not looked up.
    private static let mostStretches = 5_000
    private static let mostOwners = 3

    /// Nil when they are the same to the byte. Throws `FileError` when one cannot be read.
    package static func between(_ first: String, _ second: String) throws -> BinaryDifference? {
        try MappedFile.reading(first) { old in try MappedFile.reading(second) { new in try between(old, new) } }
    }

    private static func between(_ old: borrowing MappedFile, _ new: borrowing MappedFile) throws -> BinaryDifference? {
        let (first, second) = (old.path, new.path)
        let (before, after) = (ByteReader(old.bytes), ByteReader(new.bytes))
        let whole = 0..<max(before.count, after.count)
        if stretches(before, after, whole, whole, most: 1).isEmpty { return nil }
        var parts: [Part] = []
        if let slices = try container(old), slices.isUniversal, let others = try container(new),
            others.members.map(\.name) == slices.members.map(\.name)
        {
            for (slice, other) in zip(slices.members, others.members) {
                let (old, new) = (old.bytes.extracting(slice.range), new.bytes.extracting(other.range))
                parts += try Self.parts(old, first, new, second).map { part in
                    Part(section: "\(slice.name)/\(part.section)", size: part.size, owners: part.owners)
                }
            }
        } else {
            parts = try Self.parts(old.bytes, first, new.bytes, second)
        }
        return BinaryDifference(parts: parts.sorted { $0.size > $1.size })
    }

    private static func parts(_ old: RawSpan, _ first: String, _ new: RawSpan, _ second: String) throws -> [Part] {
        let (before, after) = (ByteReader(old), ByteReader(new))
        let (image, program, profile, _) = try sizeProfile(old, first, WeighOptions(), details: true)
        let others = try sizeProfile(new, second, WeighOptions(), details: false).profile.sections
        var parts: [Part] = []
        var seen: [String: Int] = [:]
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
                while looked < mostStretches, offset < min(stretch.upperBound, section.range.upperBound),
                    let explanation = Explanation(profile, image, program, old, offset: offset)
                {
                    let end = max(offset + 1, min(explanation.range.upperBound, stretch.upperBound))
                    sizes[owner(explanation), default: 0] += end - offset
                    offset = end
                    looked += 1
                }
            }
            guard part.size > 0 else { continue }
            let ranked = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
            part.owners = Array(ranked.prefix(mostOwners))
            if ranked.count > mostOwners { part.owners.append("\(ranked.count - mostOwners) more") }
            parts.append(part)
        }
        return parts
    }

    private static func owner(_ explanation: Explanation) -> String {
        let owner =
            switch (explanation.packages.count, explanation.overhead) {
            case (0, let overhead?): "\(overhead)"
            case (0, nil): "unexplained"
            case (1...2, _): explanation.packages.joined(separator: ", ")
            default: "\(explanation.packages.count) packages together"
            }
        return owner + (explanation.item.map { " (\($0.name))" } ?? "")
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
