internal import BinaryFormats

/// The build info blob: Go release, main package, modules, settings. (debug/buildinfo, runtime/debug.ParseBuildInfo)
public struct BuildInfo: Sendable, Hashable {
    public struct Module: Sendable, Hashable {
        public var path: String
        public var version: String
        /// Replacement module or folder: `PATH VERSION` or a path.
        public var replacement: String?
        /// Checksum of the module's files, or of its replacement's: `h1:` and base 64; nil for folders.
        public var sum: String?

        public init(path: String, version: String, replacement: String? = nil, sum: String? = nil) {
            self.path = path
            self.version = version
            self.replacement = replacement
            self.sum = sum
        }
    }

    public struct Setting: Sendable, Hashable {
        public var key: String
        public var value: String
    }

    /// As `go version` spells it: `go1.27.3`, with experiments after a space or `X:`.
    public var goVersion: String
    /// Import path of the main package; nil in programs built from a list of files.
    public var mainPackage: String?
    public var mainModule: Module?
    public var dependencies: [Module] = []
    public var settings: [Setting] = []
    /// File offsets of the blob.
    public var range: Range<Int>

    public func setting(_ key: String) -> String? {
        settings.first { $0.key == key }?.value
    }

    /// The blob of an image, nil if there is none. Throws when it is truncated.
    static func find(_ image: Image, _ reader: ByteReader) throws(FormatError) -> BuildInfo? {
        if let module = image.wasm { return find(module, image, reader) }
        let magic: [UInt8] = [0xff] + Array(" Go buildinf:".utf8)
        let named = image.sections.filter { $0.name == ".go.buildinfo" || $0.name.hasSuffix(",__go_buildinfo") }
        let searched = named.isEmpty ? image.sections.filter { $0.role == .data || $0.role == .readOnlyData } : named
        for section in searched {
            for offset in reader.occurrences(of: magic, in: section.range, limit: 64)
            where (offset - section.range.lowerBound) % 16 == 0 {
                return try read(at: offset, image, reader)
            }
        }
        return nil
    }

    private static func read(at offset: Int, _ image: Image, _ reader: ByteReader) throws(FormatError) -> BuildInfo {
        let header = try reader.record("build info", at: offset, size: 32)
        let version: Range<Int>
        let text: Range<Int>
        var end = offset + 32
        if header.u8(15) & 2 != 0 {
            version = try inlineString(at: end, reader)
            text = try inlineString(at: version.upperBound, reader)
            end = text.upperBound
        } else {
            // Go 1.13 to 1.17: pointers to string headers.
            let size = Int(header.u8(14))
            guard size == 4 || size == 8 else {
                throw FormatError("build info", at: offset + 14, "pointer size is \(size), expected 4 or 8")
            }
            let swapped = ByteReader(reader.bytes, order: header.u8(15) & 1 != 0 ? .big : .little)
            version = pointedString(Address(swapped.word(at: offset + 16, size: size) ?? 0), size, image, swapped)
            text = pointedString(Address(swapped.word(at: offset + 16 + size, size: size) ?? 0), size, image, swapped)
        }
        var info = BuildInfo(goVersion: reader.string(version), range: offset..<end)
        // The text is enclosed in two sentinels of 16 bytes.
        if text.count >= 33 {
            info.parse(reader.string(text.lowerBound + 16..<text.upperBound - 16))
        }
        return info
    }

    /// WebAssembly has no blob: the release is in `producers`, the text with its sentinels in the string `runtime.modinfo`.
    /// (cmd/go/internal/modload/build.go `infoStart`, `infoEnd`)
    private static func find(_ module: WasmModule, _ image: Image, _ reader: ByteReader) -> BuildInfo? {
        guard let version = module.goVersion else { return nil }
        var info = BuildInfo(goVersion: "go" + reader.string(version).drop { !$0.isNumber }, range: 0..<0)
        let start: [UInt8] = [0x30, 0x77, 0xaf, 0x0c, 0x92, 0x74, 0x08, 0x02, 0x41, 0xe1, 0xc1, 0x07, 0xe6, 0xd6, 0x18, 0xe6]
        let end: [UInt8] = [0xf9, 0x32, 0x43, 0x31, 0x86, 0x18, 0x20, 0x72, 0x00, 0x82, 0x42, 0x10, 0x41, 0x16, 0xd8, 0xf2]
        for section in image.sections where section.role == .data {
            guard let first = reader.occurrences(of: start, in: section.range, limit: 1).first,
                let last = reader.occurrences(of: end, in: first..<section.range.upperBound, limit: 1).first
            else { continue }
            info.range = first..<last + end.count
            info.parse(reader.string(first + start.count..<last))
        }
        return info
    }

    private static func inlineString(at offset: Int, _ reader: ByteReader) throws(FormatError) -> Range<Int> {
        guard let length = reader.uleb128(at: offset), let range = reader.range(at: UInt64(length.end), count: length.value)
        else {
            throw FormatError("build info", at: offset, "a string runs past the end of the file")
        }
        return range
    }

    private static func pointedString(_ address: Address, _ size: Int, _ image: Image, _ reader: ByteReader) -> Range<Int> {
        guard let header = image.memory.offset(of: address), let data = reader.word(at: header, size: size),
            let count = reader.word(at: header + size, size: size), let start = image.memory.offset(of: Address(data)),
            let range = reader.range(at: UInt64(start), count: count)
        else { return 0..<0 }
        return range
    }

    private mutating func parse(_ text: String) {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch fields.first {
            case "path" where fields.count > 1: mainPackage = fields[1]
            case "mod" where fields.count > 2: mainModule = Module(path: fields[1], version: fields[2])
            case "dep" where fields.count > 2:
                dependencies.append(Module(path: fields[1], version: fields[2], sum: Self.sum(fields)))
            case "=>" where fields.count > 1:
                let replacement = fields[1...].prefix(2).filter { !$0.isEmpty }.joined(separator: " ")
                if dependencies.isEmpty {
                    mainModule?.replacement = replacement
                } else {
                    dependencies[dependencies.count - 1].replacement = replacement
                    dependencies[dependencies.count - 1].sum = Self.sum(fields)
                }
            case "build" where fields.count > 1:
                let pair = line.dropFirst("build\t".count)
                guard let equals = pair.firstIndex(of: "=") else { continue }
                settings.append(
                    Setting(key: BuildInfo.unquote(pair[..<equals]), value: BuildInfo.unquote(pair[pair.index(after: equals)...]))
                )
            default: continue
            }
        }
    }

    private static func sum(_ fields: [String]) -> String? {
        fields.count > 3 && fields[3].hasPrefix("h1:") ? fields[3] : nil
    }

    /// Removes Go string quoting, which keys and values with white space or quotes have.
    private static func unquote(_ text: Substring) -> String {
        guard text.count >= 2, let quote = text.first, quote == text.last, quote == "\"" || quote == "`" else {
            return String(text)
        }
        let inner = text.dropFirst().dropLast()
        guard quote == "\"" else { return String(inner) }
        var result = ""
        var escaped = false
        for character in inner {
            if escaped {
                result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
