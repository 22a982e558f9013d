internal import BinaryFormats
internal import GoMetadata

/// The compile units of a program, each with its owner.
struct DebugUnits {
    private(set) var units: [DebugUnit] = []
    /// By index of the unit.
    private(set) var owners: [Owner] = []
    /// Path of each unit's source file.
    private(set) var files: [String] = []
    /// Parts of `.debug_info` and their owners, in order.
    private(set) var runs: [(range: Range<Int>, owner: Owner)] = []
    private(set) var stringUses = StringUses()
    private(set) var lineStringUses = StringUses()
    /// Whether any unit is of another language than Go.
    var hasForeign: Bool { units.contains { !$0.isGo } }

    /// Upper bound on changes of owner within one unit; the rest belongs to the unit.
    private static let childLimit = 1 << 20

    init() {}

    /// Throws when `.debug_info` or its abbreviations cannot be inflated; other malformed data becomes a warning.
    init(
        _ sections: [DebugSection], _ subject: borrowing Subject, _ functions: FunctionOwners, _ native: NativeOwners,
        _ inflation: inout Inflation, _ owners: inout OwnerTable, _ warnings: inout [FormatError]
    ) throws(FormatError) {
        guard let info = sections.first(where: { $0.name == "info" }),
            let abbreviations = sections.first(where: { $0.name == "abbrev" })
        else { return }
        // Children of a unit that belong to another package: types in the unit of `runtime`, instances of generic functions.
        var children: [(range: Range<Int>, owner: Owner)] = []
        let file = subject.reader
        let problem = try inflation.withContents(of: abbreviations, file) { abbreviations, inflation throws(FormatError) in
            try inflation.withContents(of: info, file) { info, _ in
                read(
                    DebugInfoReader(info, abbreviations: abbreviations), info, subject.options.generics, &children, &owners)
            }
        }
        if let problem { warnings.append(problem.placed(in: info)) }
        let texts = DebugTexts(units, sections, file, &inflation, &warnings)
        files = zip(texts.folders, texts.names).map { folder, name in
            name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
        }
        self.owners =
            subject.isNative
            ? nativeUnitOwners(units, native, sections, file, &inflation, &owners, &warnings)
            : unitOwners(units, texts, subject, functions, &owners)
        addRuns(children)
    }

    private mutating func read(
        _ source: consuming DebugInfoReader, _ info: ByteReader, _ generics: AttributionOptions.Generics,
        _ children: inout [(range: Range<Int>, owner: Owner)],
        _ owners: inout OwnerTable
    ) -> FormatError? {
        var source = source
        // A name without code and types in the program is not a package.
        let known = owners.packages.count
        var isRuntime = false
        while let unit = source.next(
            wantsChildren: { unit in
                isRuntime = unit.name == .inline("runtime")
                return unit.isGo
            },
            child: { entry, name in
                guard children.count < DebugUnits.childLimit, let name,
                    let path = isRuntime
                        ? DebugUnits.typePackage(name, info) : DebugUnits.genericPackage(name, info, generics)
                else { return }
                let owner = owners.package(path, info)
                guard case .package(let package) = owner.meaning, package < known else { return }
                if let last = children.last, last.owner == owner, last.range.upperBound == entry.lowerBound {
                    children[children.count - 1].range = last.range.lowerBound..<entry.upperBound
                } else {
                    children.append((entry, owner))
                }
            })
        {
            units.append(unit)
        }
        stringUses = source.stringUses
        lineStringUses = source.lineStringUses
        return source.problem
    }

    /// The package charged for an instance of a generic function, as for its code: the compiler puts it in the unit of the
    /// package that needs it. Nil for other functions.
    private static func genericPackage(
        _ name: Range<Int>, _ reader: ByteReader, _ generics: AttributionOptions.Generics
    ) -> Range<Int>? {
        guard name.count < 1 << 10, name.contains(where: { reader.u8(at: $0) == UInt8(ascii: "[") }) else { return nil }
        if generics == .instantiating, let package = SymbolName.instantiatingPackage(in: name, reader) { return package }
        return SymbolName.package(in: name, reader)
    }

    /// The package in a type's name, after the compiler-generated prefix `go.shape.`, if present.
    private static func typePackage(_ name: Range<Int>, _ reader: ByteReader) -> Range<Int>? {
        var rest = name
        while let path = SymbolName.typePackage(in: rest, reader) {
            guard reader.has("go.shape.", at: path.lowerBound), path.count == 2 else { return path }
            rest = min(path.lowerBound + 9, name.upperBound)..<name.upperBound
        }
        return nil
    }

    /// Adds the runs of a unit, without the children that belong to others.
    private mutating func addRuns(_ children: [(range: Range<Int>, owner: Owner)]) {
        var child = 0
        for (unit, owner) in zip(units, owners) {
            var cursor = unit.range.lowerBound
            while child < children.count, children[child].range.lowerBound < unit.range.upperBound {
                if cursor < children[child].range.lowerBound { runs.append((cursor..<children[child].range.lowerBound, owner)) }
                runs.append(children[child])
                cursor = children[child].range.upperBound
                child += 1
            }
            if cursor < unit.range.upperBound { runs.append((cursor..<unit.range.upperBound, owner)) }
        }
    }

    /// The owner of the unit that starts at an offset of `.debug_info`.
    func owner(at offset: UInt64) -> Owner {
        index(at: offset).map { owners[$0] } ?? .unexplained
    }

    /// The source file of the unit that starts at an offset of `.debug_info`; nil if there is none.
    func file(at offset: UInt64) -> String? {
        index(at: offset).map { files[$0] }
    }

    private func index(at offset: UInt64) -> Int? {
        let index = units.partitioningIndex { UInt64($0.range.lowerBound) >= offset }
        return index < units.count && UInt64(units[index].range.lowerBound) == offset ? index : nil
    }
}

extension FormatError {
    /// The error with its file offset; for compressed contents, that of the section.
    fileprivate func placed(in section: DebugSection) -> FormatError {
        guard section.compression != nil else { return FormatError(structure, at: section.range.lowerBound + offset, problem) }
        return FormatError(
            structure, at: section.range.lowerBound, "\(problem) (at \(hexadecimal(offset)) of the inflated section)")
    }
}

/// The owner of each unit of a native program, by index: the owner of most of its code. Code of the standard libraries counts
/// only if there is no other, as compilers put the instances of their generic code into the units that need them. Units without
/// code belong to C: headers and declarations that Swift imported from them.
func nativeUnitOwners(
    _ units: [DebugUnit], _ native: NativeOwners, _ sections: [DebugSection], _ file: ByteReader, _ inflation: inout Inflation,
    _ owners: inout OwnerTable, _ warnings: inout [FormatError]
) -> [Owner] {
    var result = Array(repeating: owners.package("C"), count: units.count)
    let libraries = Set(["Swift", "std::"].compactMap { owners.knows($0) })
    func read(_ name: String, _ lists: ByteReader, _ addresses: ByteReader) {
        // The budget bounds the work for units that share one list.
        var budget = lists.count + units.count
        for (index, unit) in units.enumerated() where budget > 0 && UnitCode.section(of: unit) == name {
            var code = UnitCode(unit, lists: lists, addresses: addresses)
            var sizes: [Owner: UInt64] = [:]
            code.forEachStart(limit: 256) { start, size in
                budget -= 1
                if let owner = native.owner(at: start) { sizes[owner, default: 0] += min(size, 1 << 32) }
            }
            let foremost = sizes.filter { !libraries.contains($0.key) }
            if let owner = (foremost.isEmpty ? sizes : foremost).max(by: { ($0.value, $1.key.code) < ($1.value, $0.key.code) }) {
                result[index] = owner.key
            }
        }
    }
    /// Calls `body` with the contents of a section, which are empty if it is missing.
    func with(_ name: String, _ inflation: inout Inflation, _ body: (ByteReader, inout Inflation) -> Void) {
        do throws(FormatError) {
            if let section = sections.first(where: { $0.name == name }) {
                try inflation.withContents(of: section, file) { reader, inflation in body(reader, &inflation) }
            } else {
                body(ByteReader(RawSpan(), order: file.order), &inflation)
            }
        } catch {
            warnings.append(error)
        }
    }
    with("addr", &inflation) { addresses, inflation in
        for name in ["ranges", "rnglists"] {
            with(name, &inflation) { lists, _ in read(name, lists, addresses) }
        }
    }
    return result
}

/// The names and folders of units, inline or from string sections.
struct DebugTexts {
    /// By index of the unit; empty if it has none.
    private(set) var names: [String]
    private(set) var folders: [String]
    /// Bytes of text that may still be kept, as many units may refer to one long string.
    private var budget = 16 << 20

    /// Reads the string sections only if a unit needs them; a malformed one leaves a warning and empty texts.
    init(
        _ units: [DebugUnit], _ sections: [DebugSection], _ file: ByteReader, _ inflation: inout Inflation,
        _ warnings: inout [FormatError]
    ) {
        names = Array(repeating: "", count: units.count)
        folders = names
        var texts = units.map { (name: $0.name, folder: $0.folder) }
        func read(_ name: String, if isNeeded: (DebugUnit.Text) -> Bool, _ body: (ByteReader) -> Void) {
            guard texts.contains(where: { $0.name.map(isNeeded) ?? false || $0.folder.map(isNeeded) ?? false }),
                let section = sections.first(where: { $0.name == name })
            else { return }
            do throws(FormatError) {
                try inflation.withContents(of: section, file) { reader, _ in body(reader) }
            } catch {
                warnings.append(error)
            }
        }
        read("str_offsets", if: { if case .index = $0 { true } else { false } }) { reader in
            for (index, unit) in units.enumerated() {
                texts[index].name = DebugTexts.offset(texts[index].name, unit, reader)
                texts[index].folder = DebugTexts.offset(texts[index].folder, unit, reader)
            }
        }
        read("str", if: { if case .string = $0 { true } else { false } }) { reader in
            for (index, text) in texts.enumerated() {
                if case .string(let offset) = text.name { names[index] = string(at: offset, reader) }
                if case .string(let offset) = text.folder { folders[index] = string(at: offset, reader) }
            }
        }
        read("line_str", if: { if case .lineString = $0 { true } else { false } }) { reader in
            for (index, text) in texts.enumerated() {
                if case .lineString(let offset) = text.name { names[index] = string(at: offset, reader) }
                if case .lineString(let offset) = text.folder { folders[index] = string(at: offset, reader) }
            }
        }
        for (index, text) in texts.enumerated() {
            if case .inline(let name) = text.name { names[index] = name }
            if case .inline(let folder) = text.folder { folders[index] = folder }
        }
    }

    private mutating func string(at offset: UInt64, _ reader: ByteReader) -> String {
        let start = Int(clamping: offset)
        guard let range = reader.name(at: start, limit: min(reader.count, start.addingReportingOverflow(1024).partialValue)),
            range.count <= budget
        else { return "" }
        budget -= range.count
        return reader.string(range)
    }

    /// The string offset of an index.
    private static func offset(_ text: DebugUnit.Text?, _ unit: DebugUnit, _ reader: ByteReader) -> DebugUnit.Text? {
        guard case .index(let index) = text else { return text }
        let (distance, overflow) = index.multipliedReportingOverflow(by: UInt64(unit.offsetSize))
        let (place, overflows) = (unit.stringOffsetsBase ?? 0).addingReportingOverflow(distance)
        guard !overflow, !overflows, let place = Int(exactly: place) else { return nil }
        return reader.word(at: place, size: unit.offsetSize).map { .string($0) }
    }
}
