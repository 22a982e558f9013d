public import Attribution
internal import BinaryFormats
internal import GoMetadata
public import Reporting

/// What to measure of a file beside where its bytes are.
public struct WeighOptions: Sendable {
    public var digest: Bool
    public var compressed: Bool
    /// Charge the instances of generic functions to the packages that ask for them, not to those that declare them.
    public var instantiatingGenerics: Bool

    public init(digest: Bool = false, compressed: Bool = false, instantiatingGenerics: Bool = false) {
        self.digest = digest
        self.compressed = compressed
        self.instantiatingGenerics = instantiatingGenerics
    }
}

/// Maps a binary and weighs it. Throws `FileError` when it cannot be read or is no binary.
public func weigh(_ path: String, _ options: WeighOptions = WeighOptions()) throws -> WeighReport {
    let file = try MappedFile(path: path)
    var report = WeighReport(try profile(file, options).profile, path: path)
    measure(file, options, &report)
    return report
}

private func measure(_ file: borrowing MappedFile, _ options: WeighOptions, _ report: inout WeighReport) {
    if options.digest { report.file.sha256 = SHA256.hexadecimal(of: file.bytes) }
    if options.compressed { report.file.compressed = compressedSize(of: file.bytes) }
}

/// The same with the breakdown that `query` asks for, down to functions and files.
public func weigh(_ path: String, _ options: WeighOptions, by query: BreakdownQuery) throws -> (WeighReport, Breakdown) {
    let file = try MappedFile(path: path)
    let profile = try profile(file, options, details: true).profile
    var report = WeighReport(profile, path: path)
    measure(file, options, &report)
    return (report, Breakdown(profile, query))
}

/// Who owns the bytes that `query`, an address, an offset or a symbol's name, points to. Throws `FileError` when it is none.
public func explain(_ path: String, _ query: String) throws -> [Explanation] {
    let file = try MappedFile(path: path)
    let (image, program, profile) = try profile(file, WeighOptions(), details: true)
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

private func profile(
    _ file: borrowing MappedFile, _ options: WeighOptions, details: Bool = false
) throws -> (image: Image, program: GoProgram, profile: SizeProfile) {
    do {
        let image = try Image(file.bytes)
        let program = GoProgram(image, file.bytes)
        let options = AttributionOptions(details: details, generics: options.instantiatingGenerics ? .instantiating : .defining)
        return (image, program, try SizeProfile(image, program, file.bytes, options))
    } catch let error as FormatError {
        throw FileError(
            path: file.path, reason: error.offset == 0 && error.structure == "file" ? error.problem : error.description)
    }
}

/// A saved report, or a binary weighed now: whatever `path` names. Throws `FileError` or `ReportError`.
public func reportOrBinary(_ path: String, _ options: WeighOptions = WeighOptions()) throws -> SavedReport {
    if let saved = try savedReport(path) { return saved }
    return .weigh(try weigh(path, options))
}

/// The report in a file; nil when it is no saved report, but perhaps a binary. Throws `FileError` or `ReportError`.
public func savedReport(_ path: String) throws -> SavedReport? {
    let file = try MappedFile(path: path)
    let reader = ByteReader(file.bytes)
    guard SavedReport.looksSaved((0..<min(64, reader.count)).compactMap { reader.u8(at: $0) }) else { return nil }
    return try SavedReport(json: reader.string(0..<reader.count), name: path)
}
