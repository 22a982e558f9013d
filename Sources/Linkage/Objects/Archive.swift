internal import BinaryFormats

/// The compiled form of one package, at the path that `go list -export` prints: an `ar` archive of Go object files and, with cgo,
/// of foreign ones. (cmd/internal/archive)
public struct Archive: Sendable {
    /// Import path; `main` for the main package.
    public let package: String
    let bytes: [UInt8]
    let objects: [ObjectFile]

    /// Packages that this one needs, in the order in which the linker loads them.
    public let imports: [String]
    /// Symbols that C code may refer to and the linker therefore keeps: `//export` functions and cgo functions of the runtime.
    let exports: [String]

    /// Throws `LinkageError.damaged` when the archive is truncated or malformed.
    public init(package: String, bytes: [UInt8]) throws(LinkageError) {
        self.package = package
        self.bytes = bytes
        do {
            let reader = unsafe ByteReader(bytes.span.bytes)
            (objects, exports) = try Archive.members(reader)
            var imports: [String] = []
            for object in objects {
                for index in 0..<object.importCount { imports.append(try object.importPath(index, reader)) }
            }
            self.imports = imports
        } catch {
            throw .damaged(package: package, error)
        }
    }

    /// Copies only the Go objects of a file: most of an archive is for the compiler.
    public init(package: String, copying file: RawSpan) throws(LinkageError) {
        let reader = ByteReader(file)
        try self.init(package: package, bytes: Archive.objects(in: reader) ?? Archive.bytes(0..<reader.count, reader))
    }

    /// An archive of the Go objects alone; nil when there are none, or something is not as it should be.
    private static func objects(in reader: ByteReader) -> [UInt8]? {
        guard reader.has("!<arch>\n", at: 0) else { return nil }
        var ranges = [0..<8]
        var offset = 8
        while offset < reader.count {
            guard let header = try? reader.record("ar header", at: offset, size: 60),
                let size = UInt64(header.fixedName(48, width: 10).prefix { $0.isNumber }),
                let contents = reader.range(at: UInt64(offset) + 60, count: size)
            else { return nil }
            let end = min(reader.count, contents.upperBound + contents.count % 2)
            if !reader.has("__.PKGDEF", at: offset), reader.has("go object ", at: contents.lowerBound) {
                ranges.append(offset..<end)
            }
            offset = contents.upperBound + contents.count % 2
        }
        guard ranges.count > 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ranges.reduce(0) { $0 + $1.count })
        for range in ranges { bytes += self.bytes(range, reader) }
        return bytes
    }

    private static func bytes(_ range: Range<Int>, _ reader: ByteReader) -> [UInt8] {
        reader.integers(UInt8.self, at: range.lowerBound, count: range.count) ?? []
    }

    /// A member is a header of 60 bytes of text, `name date uid gid mode size`, and the contents, padded to an even offset.
    private static func members(_ reader: ByteReader) throws(FormatError) -> (objects: [ObjectFile], exports: [String]) {
        guard reader.has("!<arch>\n", at: 0) else {
            throw FormatError("ar magic", at: 0, "not an archive")
        }
        var objects: [ObjectFile] = []
        var exports: [String] = []
        var offset = 8
        while offset < reader.count {
            let header = try reader.record("ar header", at: offset, size: 60)
            let text = header.fixedName(48, width: 10).prefix { $0.isNumber }
            guard let size = UInt64(text), let contents = reader.range(at: UInt64(offset) + 60, count: size) else {
                throw FormatError(
                    "ar header", at: offset + 48,
                    "a member of \"\(text)\" bytes does not fit in the \(reader.count) of the archive")
            }
            if !reader.has("__.PKGDEF", at: offset), reader.has("go object ", at: contents.lowerBound) {
                let object = try ObjectFile(contents, reader)
                exports += cgoExports(in: object.textHeader, reader)
                objects.append(object)
            }
            offset = contents.upperBound + contents.count % 2
        }
        guard !objects.isEmpty else { throw FormatError("ar", at: 8, "no Go object among its members") }
        return (objects, exports)
    }

    /// The cgo directives: The cgo directives: `$$  // cgo` and a line of JSON: `[["cgo_export_dynamic","crosscall2"],...]`.
    /// (cmd/link/internal/ld/go.go)
    private static func cgoExports(in header: Range<Int>, _ reader: ByteReader) -> [String] {
        let mark = Array("$$  // cgo\n".utf8)
        guard let start = reader.occurrences(of: mark, in: header, limit: 1).first.map({ $0 + mark.count }) else { return [] }
        let end = reader.occurrences(of: [0x0a], in: start..<header.upperBound, limit: 1).first ?? header.upperBound
        var names: [String] = []
        for directive in reader.string(start..<end).split(separator: "[") where directive.hasPrefix("\"cgo_export_dynamic\"") {
            let words = directive.split(separator: "\"", omittingEmptySubsequences: false)
            if words.count > 3, !names.contains(String(words[3])) { names.append(String(words[3])) }
        }
        return names
    }
}
