internal import BinaryFormats
internal import GoMetadata

/// Code, by the function table: each function owns its text up to the next function's entry, alignment included.
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

/// WebAssembly, where function n of the function table is function n of the module: its code, its signature, its place in the
/// table of functions, its name. Names are not read, as they have lost their slashes.
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
