internal import BinaryFormats
internal import GoMetadata

/// Code, by the function table: each function owns its text up to the next function's entry, including alignment.
///
/// Cannot know: C code outside of the Go text, which has no rows in externally linked programs.
func functionClaims(_ subject: borrowing Subject, _ functions: FunctionOwners) -> [Claim] {
    guard let table = subject.program.functions else { return [] }
    if let module = subject.image.wasm { return moduleClaims(module, table, functions, subject) }
    var claims: [Claim] = []
    var mapping = AddressMap.Mapping(address: Address(0), range: 0..<0)
    for (index, (function, owner)) in zip(table.functions, functions.owners).enumerated() where function.size > 0 {
        let addresses = table.addresses(of: function)
        if !mapping.addresses.contains(addresses.lowerBound) {
            guard let found = subject.image.memory.mapping(of: addresses.lowerBound) else { continue }
            mapping = found
        }
        let start = mapping.range.lowerBound + Int(addresses.lowerBound - mapping.address)
        let size = min(function.size, UInt64(mapping.range.upperBound - start))
        claims.add(Claim(start..<start + Int(size), owner, .code, of: subject.item(.function(index))))
    }
    return claims
}

/// WebAssembly, where function n of the function table is function n of the module: its code, signature, element and name. The
/// text of names is not read, as it has no slashes.
private func moduleClaims(
    _ module: WasmModule, _ table: FunctionTable, _ functions: FunctionOwners, _ subject: borrowing Subject
) -> [Claim] {
    guard table.describes(module) else { return [] }
    var claims: [Claim] = []
    claims.reserveCapacity(4 * functions.owners.count)
    for entries in [module.signatures, module.elements, module.code] {
        for (index, owner) in functions.owners.enumerated() {
            claims.add(Claim(entries[index], owner, .code, of: subject.item(.function(index))))
        }
    }
    for (entry, function) in module.namedFunctions.enumerated() where functions.owners.indices.contains(Int(function)) {
        claims.append(
            Claim(module.names[entry], functions.owners[Int(function)], .symbols, of: subject.item(.function(Int(function)))))
    }
    return claims
}

/// The function table by its parts. Rows, records and names belong to one function; line tables, files, compile units and
/// metadata are shared by content, so their bytes belong to all packages whose functions refer to them, and to the function if
/// there is only one.
///
/// Cannot know: the callers of an inlined function, so its name belongs to its own package, under the function of that name.
func functionTableClaims(_ subject: borrowing Subject, _ functions: FunctionOwners, _ owners: inout OwnerTable) -> [Claim] {
    guard let table = subject.program.functions else { return [] }
    let reader = subject.reader
    var claims: [Claim] = []
    claims.reserveCapacity(table.functions.count * 8)
    claims.append(Claim(table.header, .overhead(.linker), .pclntab))
    claims += nameClaims(table, functions, subject, &owners)

    var pcTables = TableUsers(size: table.pcTables.count)
    var compileUnits = TableUsers(size: table.compileUnits.count / 4)
    let funcdataRange = subject.program.funcdata ?? 0..<0
    var funcdata = TableUsers(size: funcdataRange.count + 1)
    var functionOfProgram = SoleUsers(size: table.pcTables.count, subject)
    var functionOfBlob = SoleUsers(size: funcdataRange.count + 1, subject)
    for (number, (function, owner)) in zip(table.functions, functions.owners).enumerated() {
        let fields = table.pcTableFields(of: function)
        let pcdata = table.pcdataFields(of: function)
        func noteProgram(_ field: Int) {
            let offset = Int(reader.u32(at: field) ?? 0)
            pcTables.note(offset, owner)
            functionOfProgram.note(offset, number)
        }
        for field in 0..<3 { noteProgram(fields + 4 * field) }
        for index in 0..<function.pcdataCount { noteProgram(pcdata + 4 * index) }
        if let unit = function.compileUnit { compileUnits.note(Int(unit), owner) }
        for index in 0..<function.funcdataCount {
            guard let offset = table.funcdataOffset(index, of: function, reader) else { continue }
            funcdata.note(offset, owner)
            functionOfBlob.note(offset, number)
        }
    }
    let units = compileUnits.owners(&owners)
    claims += compileUnitClaims(table, units)
    claims += fileClaims(table, units, reader, &owners)
    claims += pcTableClaims(table, pcTables.owners(&owners), functionOfProgram)
    claims += rowClaims(table, functions, subject)
    claims += funcdataClaims(funcdata.owners(&owners), functionOfBlob, funcdataRange)
    claims += findFunctionClaims(table, functions, subject, &owners)
    return claims
}

/// `funcnametab`: NUL-terminated names. The name of a function belongs to the function's owner; the other names are those of
/// inlined functions.
private func nameClaims(
    _ table: FunctionTable, _ functions: FunctionOwners, _ subject: borrowing Subject, _ owners: inout OwnerTable
) -> [Claim] {
    let reader = subject.reader
    var claims: [Claim] = []
    let named = functions.byName(table)
    var function = 0
    var offset = table.names.lowerBound
    var last: (path: Range<Int>, owner: Owner) = (0..<0, .unexplained)
    while let name = reader.name(at: offset, limit: table.names.upperBound) {
        let range = offset..<name.upperBound + 1
        while function < named.count, named[function].name < offset - table.names.lowerBound { function += 1 }
        if function < named.count, named[function].name == offset - table.names.lowerBound {
            let isShared = function + 1 < named.count && named[function + 1].name == named[function].name
            let item = isShared ? .none : subject.item(.function(named[function].function))
            claims.add(Claim(range, named[function].owner, .pclntab, of: item))
        } else if let path = subject.package(in: name) {
            if last.path.isEmpty || !reader.equals(last.path, reader.bytes.extracting(path)) {
                last = (path, owners.package(path, reader))
            }
            claims.add(Claim(range, last.owner, .pclntab, of: subject.item(.inlined(offset - table.names.lowerBound))))
        } else {
            claims.add(Claim(range, .overhead(.linker), .pclntab))
        }
        offset = name.upperBound + 1
    }
    return claims
}

/// `cutab`: a u32 for each file of each compile unit; a unit's entries end where the next unit starts.
private func compileUnitClaims(_ table: FunctionTable, _ units: [(offset: Int, owner: Owner)]) -> [Claim] {
    units.enumerated().map { index, unit in
        let end = index + 1 < units.count ? units[index + 1].offset : table.compileUnits.count / 4
        return Claim(
            table.compileUnits.lowerBound + unit.offset * 4..<table.compileUnits.lowerBound + end * 4, unit.owner, .pclntab)
    }
}

/// `filetab`: a path belongs to the packages whose compile units list it.
private func fileClaims(
    _ table: FunctionTable, _ units: [(offset: Int, owner: Owner)], _ reader: ByteReader, _ owners: inout OwnerTable
) -> [Claim] {
    var files = TableUsers(size: table.files.count)
    for (index, unit) in units.enumerated() {
        let end = index + 1 < units.count ? units[index + 1].offset : table.compileUnits.count / 4
        for entry in unit.offset..<end {
            files.note(Int(reader.u32(at: table.compileUnits.lowerBound + entry * 4) ?? .max), unit.owner)
        }
    }
    return files.owners(&owners).compactMap { offset, owner in
        let start = table.files.lowerBound + offset
        return reader.name(at: start, limit: table.files.upperBound).map { Claim(start..<$0.upperBound + 1, owner, .pclntab) }
    }
}

/// `pctab`: programs of (value delta, pc delta) pairs. Offset 0 means "no program".
private func pcTableClaims(
    _ table: FunctionTable, _ programs: [(offset: Int, owner: Owner)], _ functions: SoleUsers
) -> [Claim] {
    guard !table.pcTables.isEmpty else { return [] }
    let base = table.pcTables.lowerBound
    var claims = [Claim(base..<base + 1, .overhead(.linker), .pclntab)]
    for (index, (offset, owner)) in programs.enumerated() where offset > 0 {
        let end = index + 1 < programs.count ? base + programs[index + 1].offset : table.pcTables.upperBound
        claims.add(Claim(base + offset..<end, owner, .pclntab, of: functions.item(at: offset)))
    }
    return claims
}

/// `ftab` and the `_func` records after it.
private func rowClaims(_ table: FunctionTable, _ functions: FunctionOwners, _ subject: borrowing Subject) -> [Claim] {
    var claims: [Claim] = []
    for (index, owner) in functions.owners.enumerated() {
        let start = table.rows.lowerBound + index * table.rowSize
        claims.add(Claim(start..<start + table.rowSize, owner, .pclntab, of: subject.item(.function(index))))
    }
    let end = table.rows.lowerBound + table.functionCount * table.rowSize
    claims.append(Claim(end..<min(end + table.rowSize / 2, table.rows.upperBound), .overhead(.linker), .pclntab))
    for (index, (function, owner)) in zip(table.functions, functions.owners).enumerated() {
        let record = function.record
        let aligned = table.offset + (record.upperBound - table.offset + table.pointerSize - 1) & -table.pointerSize
        let end = max(record.upperBound, min(aligned, table.rows.upperBound))
        claims.add(Claim(record.lowerBound..<end, owner, .pclntab, of: subject.item(.function(index))))
    }
    return claims
}

/// `go:func.*`: a blob ends where the next one starts.
private func funcdataClaims(
    _ blobs: [(offset: Int, owner: Owner)], _ functions: SoleUsers, _ range: Range<Int>
) -> [Claim] {
    var claims: [Claim] = []
    for (index, blob) in blobs.enumerated() {
        let end = index + 1 < blobs.count ? range.lowerBound + blobs[index + 1].offset : range.upperBound
        let start = range.lowerBound + blob.offset
        claims.add(Claim(start..<max(end, start), blob.owner, .pclntab, of: functions.item(at: blob.offset)))
    }
    return claims
}

/// `findfunctab`: a bucket of 20 bytes for 4096 bytes of text. A bucket belongs to the packages whose code it indexes.
private func findFunctionClaims(
    _ table: FunctionTable, _ functions: FunctionOwners, _ subject: borrowing Subject, _ owners: inout OwnerTable
) -> [Claim] {
    guard let module = subject.program.moduleData, let start = subject.image.memory.offset(of: module.findFunctionTable),
        module.textEnd > module.text
    else { return [] }
    let text = module.textEnd - module.text
    guard text < UInt64(UInt32.max) else { return [] }
    let size = 4 * ((text + 4095) / 4096) + (text + 255) / 256
    guard let range = subject.reader.range(at: UInt64(start), count: size) else { return [] }
    var claims: [Claim] = []
    var function = 0
    for (bucket, offset) in stride(from: range.lowerBound, to: range.upperBound, by: 20).enumerated() {
        let end = UInt64(bucket + 1) * 4096
        while function + 1 < table.functions.count, table.functions[function + 1].entry <= UInt64(bucket) * 4096 { function += 1 }
        var next = function
        while next < table.functions.count, table.functions[next].entry < end { next += 1 }
        let owner = owners.owner(sharedBy: functions.owners[min(function, next)..<next])
        claims.add(Claim(offset..<min(offset + 20, range.upperBound), owner, .findfunctab))
    }
    return claims
}

/// Moduledata, which belongs to `runtime`, and the tables that only moduledata delimits: the list of init tasks, the pointer
/// programs of data and bss. Also the record of crypto/internal/fips140/check, which has its own section.
func moduleDataClaims(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> [Claim] {
    guard let module = subject.program.moduleData else { return [] }
    let runtime = owners.package("runtime")
    var claims = [Claim(module.range, runtime, .data)]
    claims += module.pointerPrograms(subject.image, subject.reader).map { Claim($0, runtime, .data) }
    let pointer = subject.image.pointerSize
    for section in subject.image.sections where isFIPSRecord(section) {
        claims.append(Claim(section.range, owners.package("crypto/internal/fips140/check"), .data))
    }
    if let list = module.initTaskList, list.count < 1 << 20,
        let range = subject.image.memory.range(of: list.address..<max(list.address, list.address + list.count * UInt64(pointer)))
    {
        claims.append(Claim(range, .overhead(.linker), .data))
    }
    return claims
}
