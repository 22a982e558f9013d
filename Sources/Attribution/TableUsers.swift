internal import BinaryFormats
internal import GoMetadata

/// Who refers to each piece of the shared parts of the function table: owners by offset from the start of the part.
struct TableUsers {
    /// By byte of `pctab`: the owner of the program that starts there.
    private var pcTables: [Owner]
    /// By entry of `cutab`: the owner of the compile unit that starts there.
    private var compileUnits: [Owner]
    /// Funcdata offsets and their owners, unsorted, with repetitions.
    private var funcdata: [UInt64: Owner] = [:]
    /// Bytes of the inline trees among the funcdata, by offset.
    private var inlineTreeSize: [UInt64: Int] = [:]

    init(_ table: FunctionTable, _ functions: FunctionOwners, _ reader: ByteReader, _ owners: inout OwnerTable) {
        pcTables = Array(repeating: .unexplained, count: table.pcTables.count)
        compileUnits = Array(repeating: .unexplained, count: table.compileUnits.count / 4)
        funcdata.reserveCapacity(table.functions.count)
        for (function, owner) in zip(table.functions, functions.owners) {
            let fields = table.pcTableFields(of: function)
            for field in 0..<3 { use(pcTable: reader.u32(at: fields + 4 * field), owner, &owners) }
            let pcdata = table.pcdataFields(of: function)
            for index in 0..<function.pcdataCount { use(pcTable: reader.u32(at: pcdata + 4 * index), owner, &owners) }
            if let unit = function.compileUnit, Int(unit) < compileUnits.count {
                compileUnits[Int(unit)] = owners.union(compileUnits[Int(unit)], owner)
            }
            let start = pcdata + 4 * function.pcdataCount
            for index in 0..<function.funcdataCount {
                guard let offset = reader.u32(at: start + 4 * index), offset != .max else { continue }
                let known = funcdata[UInt64(offset)]
                funcdata[UInt64(offset)] = known.map { owners.union($0, owner) } ?? owner
            }
        }
    }

    private mutating func use(pcTable offset: UInt32?, _ owner: Owner, _ owners: inout OwnerTable) {
        guard let offset, offset > 0, Int(offset) < pcTables.count else { return }
        let known = pcTables[Int(offset)]
        if known != owner { pcTables[Int(offset)] = owners.union(known, owner) }
    }

    /// `cutab`: a u32 for each file of each compile unit; a unit's entries end where the next unit starts.
    func compileUnitClaims(_ table: FunctionTable) -> [Claim] {
        var claims: [Claim] = []
        var owner = Owner.overhead(.linker)
        for (index, user) in compileUnits.enumerated() {
            if user != .unexplained { owner = user }
            let start = table.compileUnits.lowerBound + index * 4
            claims.append(Claim(start..<start + 4, owner, .pclntab))
        }
        return claims
    }

    /// `filetab`: a path belongs to the packages whose compile units list it.
    func fileClaims(_ table: FunctionTable, _ reader: ByteReader, _ owners: inout OwnerTable) -> [Claim] {
        var users = Array(repeating: Owner.unexplained, count: table.files.count)
        var owner = Owner.unexplained
        for (index, user) in compileUnits.enumerated() {
            if user != .unexplained { owner = user }
            guard let offset = reader.u32(at: table.compileUnits.lowerBound + index * 4), Int(offset) < users.count else { continue }
            users[Int(offset)] = owners.union(users[Int(offset)], owner)
        }
        var claims: [Claim] = []
        var offset = table.files.lowerBound
        while let name = reader.name(at: offset, limit: table.files.upperBound) {
            let user = users[offset - table.files.lowerBound]
            claims.append(Claim(offset..<name.upperBound + 1, user == .unexplained ? .overhead(.linker) : user, .pclntab))
            offset = name.upperBound + 1
        }
        return claims
    }

    /// `pctab`: programs of (value delta, pc delta) pairs one after the other; a value delta of 0 that is not the first
    /// ends one. Byte 0 is not used.
    func pcTableClaims(_ table: FunctionTable, _ reader: ByteReader) -> [Claim] {
        guard !table.pcTables.isEmpty else { return [] }
        let base = table.pcTables.lowerBound
        var claims = [Claim(base..<base + 1, .overhead(.linker), .pclntab)]
        var offset = base + 1
        var owner = Owner.unexplained
        while offset < table.pcTables.upperBound {
            let start = offset
            if pcTables[start - base] != .unexplained { owner = pcTables[start - base] }
            guard let end = TableUsers.end(ofProgramAt: start, limit: table.pcTables.upperBound, reader) else { break }
            offset = end
            claims.append(Claim(start..<end, pcTables[start - base] == .unexplained ? .overhead(.padding) : owner, .pclntab))
        }
        return claims
    }

    /// A lone zero byte is alignment, not a program.
    private static func end(ofProgramAt start: Int, limit: Int, _ reader: ByteReader) -> Int? {
        var offset = start
        var isFirst = true
        while offset < limit, let byte = reader.u8(at: offset) {
            if byte == 0, !isFirst { return offset + 1 }
            isFirst = false
            for _ in 0..<2 {
                while let byte = reader.u8(at: offset), byte >= 0x80, offset < limit { offset += 1 }
                offset += 1
            }
        }
        return offset <= limit ? offset : nil
    }

    /// `go:func.*`: pointer maps, inline trees, stack objects; a blob ends where the next one that is used starts. The last
    /// ends where the linker's part ends, which moduledata tells from Go 1.26 on.
    func funcdataClaims(_ table: FunctionTable, _ subject: borrowing Subject) -> [Claim] {
        guard let module = subject.program.moduleData, let start = subject.image.memory.offset(of: module.funcdata) else { return [] }
        let offsets = funcdata.keys.sorted()
        let end = subject.image.memory.offset(of: module.findFunctionTable).flatMap { $0 > start ? $0 : nil }
        var claims: [Claim] = []
        for (index, offset) in offsets.enumerated() {
            let lower = start + Int(offset)
            let upper =
                if index + 1 < offsets.count { start + Int(offsets[index + 1]) } else if module.functionTableEnd != nil { end ?? lower } else { lower }
            guard lower < upper, upper <= subject.reader.count else { continue }
            claims.append(Claim(lower..<upper, funcdata[offset] ?? .unexplained, .pclntab))
        }
        return claims
    }
}
