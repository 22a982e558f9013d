internal import Attribution
internal import BinaryFormats
internal import GoMetadata
internal import GoSource
internal import Host
package import Linkage
package import Reports

/// Measurements of a file in addition to its size profile.
package struct WeighOptions: Sendable {
    package var digest: Bool
    package var compressed: Bool
    /// Charge the instances of generic functions to the packages that ask for them, not to those that declare them.
    package var instantiatingGenerics: Bool
    /// Keep the largest functions and the embedded files of each package.
    package var largest: Bool
    /// Functions that are kept with the largest, by linker's name.
    package var functions: Set<String> = []
    package var debugFiles: DebugFileSearch

    package init(
        digest: Bool = false, compressed: Bool = false, instantiatingGenerics: Bool = false, largest: Bool = false,
        debugFiles: DebugFileSearch = DebugFileSearch()
    ) {
        self.debugFiles = debugFiles
        self.digest = digest
        self.compressed = compressed
        self.largest = largest
        self.instantiatingGenerics = instantiatingGenerics
    }
}

/// Maps a binary and weighs it, a universal Mach-O file as one. Throws `FileError` when it cannot be read, or is not one binary.
package func weigh(_ path: String, _ options: WeighOptions = WeighOptions()) throws -> WeighReport {
    try weigh(path, options, linked: nil)
}

/// Weighs a file that was linked from the archives that `linked` was read from.
package func weigh(_ path: String, _ options: WeighOptions, linked: LinkedData?) throws -> WeighReport {
    try MappedFile.reading(path) { file in
        guard linked == nil, let container = try container(file), container.isUniversal else {
            return try weighed(file.bytes, path, options, by: nil, linked: linked, file: path).report
        }
        return try weighed(slices: container, file, options, by: nil).report
    }
}

/// Weigh report of a file, and its breakdown for a query.
package struct Weighed: Sendable {
    package var report: WeighReport
    package var breakdown: Breakdown?
}

/// Weighs each program of a file: the only one, all slices of a universal Mach-O file together, or one a member of an archive, under
/// `PATH (MEMBER)`. With the breakdown that `query` asks for, down to functions and files.
///
/// Throws `FileError` when the file cannot be read or holds no binary; other members are named in a warning.
package func weighAll(_ path: String, _ options: WeighOptions, by query: BreakdownQuery? = nil) throws -> [Weighed] {
    try MappedFile.reading(path) { file in
        guard let container = try container(file) else { return [try weighed(file.bytes, path, options, by: query, file: path)] }
        if container.isUniversal { return [try weighed(slices: container, file, options, by: query)] }
        return try weighed(members: container, file, options, by: query)
    }
}

private func weighed(
    members container: Container, _ file: borrowing MappedFile, _ options: WeighOptions, by query: BreakdownQuery?
) throws -> [Weighed] {
    var results: [Weighed] = []
    var problems: [FileError] = []
    for member in container.members {
        do {
            results.append(
                try weighed(file.bytes.extracting(member.range), "\(file.path) (\(member.name))", options, by: query))
        } catch let problem as FileError {
            problems.append(problem)
        }
    }
    guard !results.isEmpty else { throw problems.first ?? FileError(path: file.path, reason: "an archive without members") }
    let note =
        "one of \(container.members.count) programs in a file of \(container.size) bytes, of which "
        + "\(container.overhead) are headers, indexes and padding between them"
    for index in results.indices { results[index].report.warnings += [note] + problems.map(\.description) }
    return results
}

/// Joins the reports of the slices of a universal file, by GOARCH. Nil for another file, or when the reports are not those of its
/// slices. Throws `FileError` when it cannot be read.
package func weigh(_ path: String, _ options: WeighOptions, slices: [String: WeighReport]) throws -> WeighReport? {
    try MappedFile.reading(path) { file in
        guard let container = try container(file), container.isUniversal,
            container.members.allSatisfy({ slices[$0.name]?.total == $0.range.count })
        else { return nil }
        let parts = container.members.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { member in
            let slice = WeighReport.Slice(name: member.name, offset: member.range.lowerBound, size: member.range.count)
            return (slice: slice, report: slices[member.name])
        }
        var report = WeighReport(joining: parts, path: path, size: container.size)
        report.measure(file.bytes, options)
        return report
    }
}

/// All slices of a universal file as one. A slice that cannot be read is unexplained and named in a warning.
private func weighed(
    slices container: Container, _ file: borrowing MappedFile, _ options: WeighOptions, by query: BreakdownQuery?
) throws -> Weighed {
    var ofSlices = options
    (ofSlices.digest, ofSlices.compressed) = (false, false)
    var slices: [(slice: WeighReport.Slice, weighed: Weighed?)] = []
    var problems: [FileError] = []
    for member in container.members.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
        var found: Weighed?
        do {
            found = try weighed(
                file.bytes.extracting(member.range), "\(file.path) (\(member.name))", ofSlices, by: query, file: file.path)
        } catch let problem as FileError {
            problems.append(problem)
        }
        let slice = WeighReport.Slice(name: member.name, offset: member.range.lowerBound, size: member.range.count)
        slices.append((slice, found))
    }
    if let problem = problems.first, problems.count == slices.count { throw problem }
    var report = WeighReport(joining: slices.map { ($0.slice, $0.weighed?.report) }, path: file.path, size: container.size)
    report.warnings += problems.map(\.description)
    report.measure(file.bytes, options)
    let breakdown = query.map { query in
        Breakdown(joining: slices.compactMap { part in part.weighed?.breakdown.map { (part.slice, $0) } }, report, query)
    }
    return Weighed(report: report, breakdown: breakdown)
}

func container(_ file: borrowing MappedFile) throws(FileError) -> Container? {
    do {
        return try Container(file.bytes)
    } catch {
        throw FileError(path: file.path, reason: error.description)
    }
}

private func weighed(
    _ bytes: RawSpan, _ path: String, _ options: WeighOptions, by query: BreakdownQuery?, linked: LinkedData? = nil,
    file: String? = nil
) throws -> Weighed {
    let details = query != nil || options.largest
    let (_, _, profile, debug) = try sizeProfile(bytes, path, options, details: details, linked: linked, file: file)
    var report = WeighReport(profile, path: path, functions: options.functions)
    report.debugFile = debug.path
    report.warnings += debug.warnings
    report.measure(bytes, options)
    return Weighed(report: report, breakdown: query.map { Breakdown(profile, $0) })
}

extension WeighReport {
    /// Adds what the options ask for in addition to the owners: digest and download size.
    package mutating func measure(_ bytes: RawSpan, _ options: WeighOptions) {
        if options.digest { file.sha256 = SHA256.hexadecimal(of: bytes) }
        guard options.compressed, let compressed = CompressedSizes(of: bytes) else { return }
        file.compressed = compressed.total
        var end = 0
        for index in sections.indices {
            let start = end
            end += sections[index].size
            sections[index].compressed = compressed.size(of: start..<end)
        }
    }
}

/// Owners of the bytes at `query`: an address, an offset or a symbol's name; in a universal file those of each slice that has such.
///
/// Throws `FileError` when it is none of them.
package func explain(_ path: String, _ query: String) throws -> ExplainReport {
    ExplainReport(try MappedFile.reading(path) { try explain($0, query) }, path: path, query: query)
}

private func explain(_ file: borrowing MappedFile, _ query: String) throws -> [Explanation] {
    let path = file.path
    let slices = try container(file).flatMap { $0.isUniversal ? $0.members : nil }
    var explanations: [Explanation] = []
    for slice in slices ?? [Container.Member(name: "", range: 0..<file.bytes.byteCount)] {
        let bytes = file.bytes.extracting(slice.range)
        let (image, program, profile, _) = try sizeProfile(bytes, path, WeighOptions(), details: true, file: path)
        for offset in Explanation.offsets(of: query, image, program, bytes, start: slice.range.lowerBound) {
            guard var explanation = Explanation(profile, image, program, bytes, offset: offset) else { continue }
            if slices != nil { explanation.move(to: slice.range.lowerBound, of: slice.name) }
            explanations.append(explanation)
        }
    }
    guard !explanations.isEmpty else {
        throw FileError(
            path: path,
            reason: slices != nil && Int(query).map { (0..<file.bytes.byteCount).contains($0) } ?? false
                ? "its byte \(query) is in the header of the universal file or between the slices"
                : "no byte of it is at `\(query)`: not an address, file offset or full symbol name (main.main), or one that is only in memory (.bss)"
        )
    }
    return explanations
}

/// Image, program and size profile of a binary, its debug file, and warnings on that and on `linked`. `file` is the file that
/// holds the binary. Throws `FileError` with `path` for other files.
func sizeProfile(
    _ bytes: RawSpan, _ path: String, _ options: WeighOptions, details: Bool, linked: LinkedData? = nil, file: String? = nil
) throws -> (image: Image, program: GoProgram, profile: SizeProfile, debug: DebugFileSearch.Outcome) {
    do {
        var image = try Image(bytes)
        var debug = try options.debugFiles.run(&image, bytes, program: file)
        let program = GoProgram(image, bytes)
        var options = AttributionOptions(details: details, generics: options.instantiatingGenerics ? .instantiating : .defining)
        if let linked {
            let (objects, warnings) = linkedObjects(linked, image, program, bytes)
            options.linked = objects
            debug.warnings += warnings
        }
        return (image, program, try SizeProfile(image, program, bytes, options), debug)
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
    try MappedFile.reading(path) { file in
        let reader = ByteReader(file.bytes)
        guard SavedReport.looksSaved((0..<min(64, reader.count)).compactMap { reader.u8(at: $0) }) else { return nil }
        return try SavedReport(json: file.text, name: path)
    }
}

/// The data of a file by the archives it was linked from, as far as it is proven; what is not is inferred, with a warning.
func linkedObjects(
    _ data: LinkedData, _ image: Image, _ program: GoProgram, _ bytes: RawSpan
) -> (objects: LinkedObjects?, warnings: [String]) {
    guard program.moduleData != nil else { return (nil, []) }
    guard let placed = PlacedData(data, in: image, program, bytes) else {
        return (nil, ["data and strings do not lie as the archives of the build have them; their owners are inferred"])
    }
    let objects = placed.objects.map {
        LinkedObjects.Object(addresses: $0.addresses, owner: $0.owner, isText: $0.isText)
    }
    let linked = LinkedObjects(objects: objects, owners: data.owners, extents: placed.missing == 0 ? placed.extents : [])
    guard placed.missing > 0 else { return (linked, []) }
    return (
        linked,
        ["\(placed.missing) bytes of data are not where the archives of the build have them; their owners are inferred"]
    )
}
