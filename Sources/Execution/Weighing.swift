internal import Attribution
internal import BinaryFormats
internal import GoMetadata
public import Reporting

/// What to measure of a file beside where its bytes are.
public struct WeighOptions: Sendable {
    public var digest: Bool
    public var compressed: Bool

    public init(digest: Bool = false, compressed: Bool = false) {
        self.digest = digest
        self.compressed = compressed
    }
}

/// Maps a binary and weighs it. Throws `FileError` when it cannot be read or is no binary.
public func weigh(_ path: String, _ options: WeighOptions = WeighOptions()) throws -> WeighReport {
    let file = try MappedFile(path: path)
    var report: WeighReport
    do {
        let image = try Image(file.bytes)
        report = WeighReport(try SizeProfile(image, GoProgram(image, file.bytes), file.bytes), path: path)
    } catch let error as FormatError {
        throw FileError(path: path, reason: error.offset == 0 && error.structure == "file" ? error.problem : error.description)
    }
    if options.digest { report.file.sha256 = SHA256.hexadecimal(of: file.bytes) }
    if options.compressed { report.file.compressed = compressedSize(of: file.bytes) }
    return report
}

/// A saved report, or a binary weighed now: whatever `path` names. Throws `FileError` or `ReportError`.
public func reportOrBinary(_ path: String, _ options: WeighOptions = WeighOptions()) throws -> SavedReport {
    let file = try MappedFile(path: path)
    let reader = ByteReader(file.bytes)
    guard SavedReport.looksSaved((0..<min(64, reader.count)).compactMap { reader.u8(at: $0) }) else {
        return .weigh(try weigh(path, options))
    }
    return try SavedReport(json: reader.string(0..<reader.count), name: path)
}
