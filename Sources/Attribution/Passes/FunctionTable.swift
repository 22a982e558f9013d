internal import BinaryFormats
internal import GoMetadata

/// The function table, piece by piece. Rows, records and names belong to one function; line tables, files, compile units
/// and metadata are shared by content, so their bytes belong to all packages whose functions refer to them.
///
/// Cannot know: which of the inlined calls used a name, so the name of an inlined function belongs to its own package.
func functionTableClaims(_ subject: borrowing Subject, _ functions: FunctionOwners, _ owners: inout OwnerTable) -> [Claim] {
    guard let table = subject.program.functions else { return [] }
    let reader = subject.reader
    var claims = [Claim(table.header, .overhead(.linker), .pclntab)]
    claims.reserveCapacity(table.functions.count * 8)
    claims += nameClaims(table, reader, &owners)

    let users = TableUsers(table, functions, reader, &owners)
    claims += users.compileUnitClaims(table)
    claims += users.fileClaims(table, reader, &owners)
    claims += users.pcTableClaims(table, reader)
    claims += rowClaims(table, functions)
    claims += users.funcdataClaims(table, subject)
    claims += findFunctionClaims(table, functions, subject, &owners)
    return claims
}

/// `funcnametab`: names one after the other, each ended by NUL.
private func nameClaims(_ table: FunctionTable, _ reader: ByteReader, _ owners: inout OwnerTable) -> [Claim] {
    var claims: [Claim] = []
    var offset = table.names.lowerBound
    var last: (path: Range<Int>, owner: Owner) = (0..<0, .unexplained)
    while let name = reader.name(at: offset, limit: table.names.upperBound) {
        let range = offset..<name.upperBound + 1
        if let path = SymbolName.package(in: name, reader) {
            if last.path.isEmpty || !reader.equals(last.path, reader.bytes.extracting(path)) {
                last = (path, owners.package(path, reader))
            }
            claims.append(Claim(range, last.owner, .pclntab))
        } else {
            claims.append(Claim(range, .overhead(.linker), .pclntab))
        }
        offset = name.upperBound + 1
    }
    return claims
}

/// `ftab` and the `_func` records behind it.
private func rowClaims(_ table: FunctionTable, _ functions: FunctionOwners) -> [Claim] {
    var claims: [Claim] = []
    claims.reserveCapacity(2 * table.functions.count + 1)
    for (index, owner) in functions.owners.enumerated() {
        let start = table.rows.lowerBound + index * 8
        claims.append(Claim(start..<start + 8, owner, .pclntab))
    }
    let end = table.rows.lowerBound + table.functionCount * 8
    claims.append(Claim(end..<min(end + 4, table.rows.upperBound), .overhead(.linker), .pclntab))
    for (function, owner) in zip(table.functions, functions.owners) {
        let aligned = (function.record.upperBound - table.offset + table.pointerSize - 1) / table.pointerSize * table.pointerSize
        claims.append(Claim(function.record.lowerBound..<max(function.record.upperBound, min(table.offset + aligned, table.rows.upperBound)), owner, .pclntab))
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
    let size = 4 * ((text + 4095) / 4096) + (text + 255) / 256
    guard let range = subject.reader.range(at: UInt64(start), count: size) else { return [] }
    var claims: [Claim] = []
    var function = 0
    for (bucket, offset) in stride(from: range.lowerBound, to: range.upperBound, by: 20).enumerated() {
        let end = UInt64(bucket + 1) * 4096
        while function + 1 < table.functions.count, table.functions[function + 1].entry <= UInt64(bucket) * 4096 { function += 1 }
        var users = Owner.unexplained
        var index = function
        while index < table.functions.count, table.functions[index].entry < end {
            users = owners.union(users, functions.owners[index])
            index += 1
        }
        claims.append(Claim(offset..<min(offset + 20, range.upperBound), users, .pclntab))
    }
    return claims
}
