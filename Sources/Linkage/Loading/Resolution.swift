internal import BinaryFormats

/// Resolves each reference of each object to its definition: the first half of the linker's loader.
///
/// Symbols defined by index come first, of all objects, then per object those found by content hash and by name, then
/// references. The order of the archives decides which copy of a generic function or of a hashed symbol is linked, so
/// they must be in link order. (cmd/link/internal/loader `LoadSyms`, `addSym`)
struct Resolution {
    let release: Release
    let archives: [Archive]
    private(set) var objects: [(archive: Int, file: ObjectFile)] = []
    private(set) var symbols = SymbolIndex()
    /// Definitions with references that lost to another of the same symbol, by the archive they are in.
    private(set) var copies: [(symbol: UInt32, archive: Int)] = []

    /// Types that the code of an archive makes interfaces of, where the object file says so with the symbol of the type.
    private(set) var interfaceUses: [(symbol: UInt32, archive: Int)] = []

    /// Global numbers of the symbols of all objects, one object behind the other.
    private var globals: [UInt32] = []
    private var firstGlobal: [Int] = []
    /// By name number, for each of the two ABIs.
    private var byName: [[UInt32]] = [[], []]
    private var shortHashes = NameTable()
    private var shortHashed: [UInt32] = []
    private var hashes = NameTable()
    private var hashed: [UInt32] = []
    /// By index in the list of builtins.
    private var builtins: [UInt32]
    private var builtinNumbers: [String: Int] = [:]
    /// Objects of the packages that an object's references name, by their number there.
    private var referredObjects: [[Int?]] = []

    init(_ archives: [Archive], _ release: Release) throws(LinkageError) {
        self.release = release
        self.archives = archives
        builtins = Array(repeating: 0, count: release.builtins.count)
        for (index, builtin) in release.builtins.enumerated() { builtinNumbers[builtin.name] = index }
        var objectOfPackage: [String: Int] = [:]
        for (index, archive) in archives.enumerated() {
            for file in archive.objects {
                for spelling in [archive.package, escape(archive.package)] where objectOfPackage[spelling] == nil {
                    objectOfPackage[spelling] = objects.count
                }
                firstGlobal.append(globals.count)
                globals.append(contentsOf: repeatElement(0, count: file.symbolCount))
                objects.append((index, file))
            }
        }
        for object in objects.indices {
            try inObject(object) { this, reader throws(FormatError) in
                try this.define(object, 0..<this.objects[object].file.definedCount, reader)
            }
        }
        for object in objects.indices {
            try inObject(object) { this, reader throws(FormatError) in
                let file = this.objects[object].file
                try this.define(object, file.definedCount..<file.contentCount, reader)
            }
        }
        for object in objects.indices {
            try inObject(object) { this, reader throws(FormatError) in try this.refer(object, reader) }
            try findPackages(object, objectOfPackage)
        }
        for object in objects.indices {
            try inObject(object) { this, reader throws(FormatError) in try this.noteFlags(object, reader) }
        }
    }

    /// Runs `body` with the bytes of an object's archive and names the package in what it throws.
    private mutating func inObject(
        _ object: Int, _ body: (inout Resolution, borrowing ByteReader) throws(FormatError) -> Void
    ) throws(LinkageError) {
        let archive = archives[objects[object].archive]
        do {
            try body(&self, unsafe ByteReader(archive.bytes.span.bytes))
        } catch {
            throw .damaged(package: archive.package, error)
        }
    }

    /// The number of a reference made by `object`; 0 for none. Throws when it names no symbol.
    func resolve(_ reference: ObjectFile.Reference, from object: Int) throws(FormatError) -> UInt32 {
        let file = objects[object].file
        var owner = object
        var local = Int(reference.symbol)
        switch reference.package {
        case 0: return 0
        case 0x7fff_ffff: local += file.definedCount + file.shortHashedCount + file.hashedCount
        case 0x7fff_fffe: local += file.definedCount
        case 0x7fff_fffd: local += file.definedCount + file.shortHashedCount
        case 0x7fff_fffc:
            guard local < builtins.count else { throw invalid(reference) }
            return builtins[local]
        case 0x7fff_fffb: break
        default:
            guard Int(reference.package) < referredObjects[object].count,
                let found = referredObjects[object][Int(reference.package)]
            else {
                throw invalid(reference)
            }
            owner = found
        }
        guard local < objects[owner].file.symbolCount else { throw invalid(reference) }
        return globals[firstGlobal[owner] + local]
    }

    private func invalid(_ reference: ObjectFile.Reference) -> FormatError {
        FormatError("goobj symbol reference", at: 0, "package \(reference.package) has no symbol \(reference.symbol)")
    }

    func global(_ object: Int, _ local: Int) -> UInt32 {
        globals[firstGlobal[object] + local]
    }

    /// The symbol that is found by name; ABI 0 is also that of data.
    func lookup(_ name: String, abi: Int) -> UInt32? {
        guard let number = symbols.names.find(name), number < byName[abi].count, byName[abi][number] != 0 else { return nil }
        return byName[abi][number]
    }

    // MARK: - Definitions

    private mutating func define(_ object: Int, _ locals: Range<Int>, _ reader: borrowing ByteReader) throws(FormatError) {
        let file = objects[object].file
        let isRuntime = archives[objects[object].archive].package == "runtime"
        for local in locals {
            let symbol = try file.symbol(local, reader)
            let global: UInt32
            var definition = SymbolIndex.Definition(
                nameNumber: 0,
                kind: Int(symbol.kind) < release.symbolKinds.count ? release.symbolKinds[Int(symbol.kind)] : .other,
                flags: symbol.flags, size: symbol.size, alignment: symbol.alignment, object: object, local: local,
                isDefined: true,
                hasContent: try !file.data(local, reader).isEmpty)
            let isHashed = local >= file.definedCount && local < file.contentCount - file.namedCount
            if isHashed {
                let short = local - file.definedCount < file.shortHashedCount
                let hash =
                    short
                    ? file.shortHash(local - file.definedCount) : file.hash(local - file.definedCount - file.shortHashedCount)
                global = defineHashed(&definition, reader.bytes.extracting(hash), short: short, name: symbol.name, reader)
            } else {
                if !symbol.name.isEmpty {
                    definition.nameNumber = UInt32(symbols.names.intern(reader.bytes.extracting(symbol.name)) + 1)
                }
                if symbol.name.isEmpty || symbol.abi == 0xffff {
                    global = symbols.append(definition)
                } else {
                    guard symbol.abi < 2 else {
                        throw FormatError("goobj symbol", at: symbol.name.lowerBound, "ABI \(symbol.abi)")
                    }
                    global = defineNamed(
                        definition, abi: file.target.hasWrappers ? Int(symbol.abi) : 0, isIndexed: local < file.definedCount)
                    if isRuntime || reader.has("runtime.", at: symbol.name.lowerBound) {
                        noteBuiltin(symbol, global, file.target, reader)
                    }
                }
            }
            globals[firstGlobal[object] + local] = global
            symbols.note(global, alignment: symbol.alignment)
            noteUse(global, symbol.flags, object)
            if symbols.object[Int(global)] != object, try !file.relocations(local, reader).isEmpty {
                copies.append((global, objects[object].archive))
            }
        }
    }

    private mutating func replace(_ symbol: UInt32, by definition: SymbolIndex.Definition) {
        copies.append((symbol, objects[Int(symbols.object[Int(symbol)])].archive))
        symbols.replace(symbol, by: definition)
    }

    private mutating func noteBuiltin(
        _ symbol: ObjectFile.Symbol, _ global: UInt32, _ target: ObjectTarget, _ reader: borrowing ByteReader
    ) {
        guard reader.has("runtime.", at: symbol.name.lowerBound) || reader.has("type:", at: symbol.name.lowerBound),
            let index = builtinNumbers[reader.string(symbol.name)],
            !target.hasWrappers || release.builtins[index].abi == Int(symbol.abi)
        else { return }
        builtins[index] = global
    }

    /// Equal hashes mean equal contents up to trailing zeros, so the larger wins.
    private mutating func defineHashed(
        _ definition: inout SymbolIndex.Definition, _ hash: RawSpan, short: Bool, name: Range<Int>, _ reader: borrowing ByteReader
    ) -> UInt32 {
        let number = short ? shortHashes.intern(hash) : hashes.intern(hash)
        let isKnown = number < (short ? shortHashed.count : hashed.count)
        let known = isKnown ? (short ? shortHashed[number] : hashed[number]) : 0
        if isKnown, symbols.size[Int(known)] >= definition.size { return known }
        if !name.isEmpty { definition.nameNumber = UInt32(symbols.names.intern(reader.bytes.extracting(name)) + 1) }
        if isKnown {
            replace(known, by: definition)
            return known
        }
        let global = symbols.append(definition)
        if short { shortHashed.append(global) } else { hashed.append(global) }
        return global
    }

    private mutating func defineNamed(_ definition: SymbolIndex.Definition, abi: Int, isIndexed: Bool) -> UInt32 {
        let name = Int(definition.nameNumber) - 1
        reserve(abi, name)
        let known = byName[abi][name]
        guard !isIndexed, known != 0 else {
            byName[abi][name] = symbols.append(definition)
            return byName[abi][name]
        }
        let old = Int(known)
        let oldSize = symbols.size[old]
        let oldIsDuplicate = symbols.flags[old].contains(.duplicateAllowed)
        if definition.flags.contains(.duplicateAllowed) {
            if oldIsDuplicate, oldSize < definition.size { replace(known, by: definition) }
        } else if oldIsDuplicate {
            replace(known, by: definition)
        } else {
            // A variable declared in one place and given contents in another: contents win, at the larger size.
            let oldIsEmpty = symbols.kind[old] != .text && !symbols.hasContent[old]
            let newIsEmpty = definition.kind != .text && !definition.hasContent
            if oldIsEmpty, !newIsEmpty || definition.size > oldSize { symbols.replace(known, by: definition) }
            symbols.enlarge(known, to: max(oldSize, definition.size))
        }
        return known
    }

    private mutating func reserve(_ abi: Int, _ name: Int) {
        if name >= byName[abi].count {
            byName[abi].append(contentsOf: repeatElement(0, count: max(1024, symbols.names.count * 2) - byName[abi].count))
        }
    }

    // MARK: - References

    private mutating func refer(_ object: Int, _ reader: borrowing ByteReader) throws(FormatError) {
        let file = objects[object].file
        for local in file.contentCount..<file.symbolCount {
            let symbol = try file.symbol(local, reader)
            let name = symbols.names.intern(reader.bytes.extracting(symbol.name))
            let definition = SymbolIndex.Definition(
                nameNumber: UInt32(name + 1), kind: .undefined, flags: [], size: 0, alignment: 0, object: object, local: local,
                isDefined: false, hasContent: false)
            var global: UInt32 = 0
            if symbol.abi == 0xffff {
                global = symbols.append(definition)
            } else {
                guard symbol.abi < 2 else { throw FormatError("goobj symbol", at: symbol.name.lowerBound, "ABI \(symbol.abi)") }
                let abi = file.target.hasWrappers ? Int(symbol.abi) : 0
                reserve(abi, name)
                if byName[abi][name] == 0 { byName[abi][name] = symbols.append(definition) }
                global = byName[abi][name]
            }
            noteUse(global, symbol.flags, object)
            globals[firstGlobal[object] + local] = global
        }
    }

    private mutating func findPackages(_ object: Int, _ objectOfPackage: [String: Int]) throws(LinkageError) {
        let archive = archives[objects[object].archive]
        var found: [Int?] = [nil]
        let reader = unsafe ByteReader(archive.bytes.span.bytes)
        for index in 0..<max(1, objects[object].file.packageCount) where index > 0 {
            let path: String
            do { path = try objects[object].file.package(index, reader) } catch {
                throw .damaged(package: archive.package, error)
            }
            guard let other = objectOfPackage[path] else { throw .missingPackage(path, neededBy: archive.package) }
            found.append(other)
        }
        referredObjects.append(found)
    }

    private mutating func noteFlags(_ object: Int, _ reader: borrowing ByteReader) throws(FormatError) {
        let file = objects[object].file
        for index in 0..<file.referenceFlagCount {
            let (reference, flags) = try file.referenceFlags(index, reader)
            noteUse(try resolve(reference, from: object), flags, object)
        }
    }

    private mutating func noteUse(_ symbol: UInt32, _ flags: SymbolFlags, _ object: Int) {
        if flags.contains(.usedInInterface), symbol != 0 { interfaceUses.append((symbol, objects[object].archive)) }
    }
}

/// An import path as symbol names and object files spell it. (cmd/internal/objabi `PathToPrefix`)
func escape(_ path: String) -> String {
    let bytes = Array(path.utf8)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1
    guard bytes.enumerated().contains(where: { mustEscape($1, isLastElement: $0 > slash) }) else { return path }
    var escaped: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
        guard mustEscape(byte, isLastElement: index > slash) else {
            escaped.append(byte)
            continue
        }
        let digits = String(byte, radix: 16)
        escaped.append(contentsOf: Array("%\(digits.count < 2 ? "0" : "")\(digits)".utf8))
    }
    return String(decoding: escaped, as: UTF8.self)
}

private func mustEscape(_ byte: UInt8, isLastElement: Bool) -> Bool {
    byte <= 0x20 || byte >= 0x7f || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\"")
        || isLastElement && byte == UInt8(ascii: ".")
}
