package import Attribution
internal import BinaryFormats
internal import GoMetadata
internal import GoSource
internal import Host
package import Linkage
package import Reports

/// What to measure of a file beside where its bytes are.
package struct WeighOptions: Sendable {
    package var digest: Bool
    package var compressed: Bool
    /// Charge the instances of generic functions to the packages that ask for them, not to those that declare them.
    package var instantiatingGenerics: Bool

    package init(digest: Bool = false, compressed: Bool = false, instantiatingGenerics: Bool = false) {
        self.digest = digest
        self.compressed = compressed
        self.instantiatingGenerics = instantiatingGenerics
    }
}

/// Maps a binary and weighs it. Throws `FileError` when it cannot be read, or is not one binary.
package func weigh(_ path: String, _ options: WeighOptions = WeighOptions()) throws -> WeighReport {
    try weigh(path, options, linked: nil)
}

/// The same for a file that was linked from the archives `linked` was read from, where they are at hand.
package func weigh(_ path: String, _ options: WeighOptions, linked: LinkedData?) throws -> WeighReport {
    let file = try MappedFile(path: path)
    return try weighed(file.bytes, path, options, by: nil, linked: linked).report
}

/// What the file at a path weighs, and what the breakdown that was asked for says.
package struct Weighed: Sendable {
    package var report: WeighReport
    package var breakdown: Breakdown?
}

/// Weighs each program of a file: that one, or one an architecture (universal Mach-O), or one a member (archive), under
/// `PATH (MEMBER)`. With the breakdown that `query` asks for, down to functions and files.
///
/// Throws `FileError` when the file cannot be read or holds no binary; members that are none are told in a warning.
package func weighAll(_ path: String, _ options: WeighOptions, by query: BreakdownQuery? = nil) throws -> [Weighed] {
    let file = try MappedFile(path: path)
    guard let container = try container(file) else { return [try weighed(file.bytes, path, options, by: query)] }
    var results: [Weighed] = []
    var problems: [FileError] = []
    for member in container.members {
        do {
            results.append(
                try weighed(file.bytes.extracting(member.range), "\(path) (\(member.name))", options, by: query))
        } catch let problem as FileError {
            problems.append(problem)
        }
    }
    guard !results.isEmpty else { throw problems.first ?? FileError(path: path, reason: "an archive without members") }
    let note =
        "one of \(container.members.count) programs in a file of \(container.size) bytes, of which "
        + "\(container.overhead) are headers, indexes and padding between them"
    for index in results.indices { results[index].report.warnings += [note] + problems.map(\.description) }
    return results
}

private func container(_ file: borrowing MappedFile) throws -> Container? {
    do {
        return try Container(file.bytes)
    } catch {
        throw FileError(path: file.path, reason: error.description)
    }
}

private func weighed(
    _ bytes: RawSpan, _ path: String, _ options: WeighOptions, by query: BreakdownQuery?, linked: LinkedData? = nil
) throws -> Weighed {
    let (_, _, profile, warnings) = try sizeProfile(bytes, path, options, details: query != nil, linked: linked)
    var report = WeighReport(profile, path: path)
    report.warnings += warnings
    if options.digest { report.file.sha256 = SHA256.hexadecimal(of: bytes) }
    if options.compressed { report.file.compressed = compressedSize(of: bytes) }
    return Weighed(report: report, breakdown: query.map { Breakdown(profile, $0) })
}

/// Who owns the bytes that `query`, an address, an offset or a symbol's name, points to. Throws `FileError` when it is none.
package func explain(_ path: String, _ query: String) throws -> [Explanation] {
    let file = try MappedFile(path: path)
    let (image, program, profile, _) = try sizeProfile(file.bytes, path, WeighOptions(), details: true)
    let offsets = Explanation.offsets(of: query, image, program, file.bytes)
    guard !offsets.isEmpty else {
        throw FileError(
            path: path,
            reason:
                "no byte of it is at `\(query)`: not an address, file offset or full symbol name (main.main), or one that is only in memory (.bss)"
        )
    }
    var explanations: [Explanation] = []
    for offset in offsets {
        if let explanation = Explanation(profile, image, program, file.bytes, offset: offset) { explanations.append(explanation) }
    }
    return explanations
}

/// What a binary is, and who owns its bytes; warnings are those on `linked`. Throws `FileError` with `path` when it is none.
func sizeProfile(
    _ bytes: RawSpan, _ path: String, _ options: WeighOptions, details: Bool, linked: LinkedData? = nil
) throws -> (image: Image, program: GoProgram, profile: SizeProfile, warnings: [String]) {
    do {
        let image = try Image(bytes)
        let program = GoProgram(image, bytes)
        var options = AttributionOptions(details: details, generics: options.instantiatingGenerics ? .instantiating : .defining)
        var warnings: [String] = []
        if let linked { (options.linked, warnings) = linkedObjects(linked, image, program, bytes) }
        return (image, program, try SizeProfile(image, program, bytes, options), warnings)
    } catch let error as FormatError {
        throw FileError(
            path: path, reason: error.offset == 0 && error.structure == "file" ? error.problem : error.description)
    }
}

/// A saved report, or a binary weighed now: whatever `path` names. Throws `FileError` or `ReportError`.
package func reportOrBinary(_ path: String, _ options: WeighOptions = WeighOptions()) throws -> SavedReport {
    if let saved = try savedReport(path) { return saved }
    return .weigh(try weigh(path, options))
}

/// The report in a file; nil when it is no saved report, but perhaps a binary. Throws `FileError` or `ReportError`.
package func savedReport(_ path: String) throws -> SavedReport? {
    let file = try MappedFile(path: path, populated: false)
    let reader = ByteReader(file.bytes)
    guard SavedReport.looksSaved((0..<min(64, reader.count)).compactMap { reader.u8(at: $0) }) else { return nil }
    return try SavedReport(json: file.text, name: path)
}
