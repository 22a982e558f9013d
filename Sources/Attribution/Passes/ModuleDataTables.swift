internal import BinaryFormats
internal import GoMetadata

/// What moduledata delimits: the structure itself and the list of text sections are the runtime's, closure descriptors
/// (one code pointer each) belong to their function.
func moduleDataClaims(_ subject: borrowing Subject, _ functions: FunctionOwners, _ owners: inout OwnerTable) -> [Claim] {
    guard let module = subject.program.moduleData, let table = subject.program.functions else { return [] }
    let runtime = owners.package("runtime")
    var claims = [Claim(module.range, runtime, .data)]
    let pointer = subject.image.pointerSize
    for section in subject.image.sections where isFIPSRecord(section) {
        claims.append(Claim(section.range, owners.package("crypto/internal/fips140/check"), .data))
    }
    if let list = module.initTaskList, list.count < 1 << 20,
        let range = subject.image.memory.range(of: list.address..<list.address + list.count * UInt64(pointer))
    {
        claims.append(Claim(range, .overhead(.linker), .data))
    }
    for section in subject.image.sections where section.name.hasSuffix("go.func") || section.name.hasSuffix("__go_func") {
        for offset in stride(from: section.range.lowerBound, to: section.range.upperBound - pointer + 1, by: pointer) {
            guard let code = subject.reader.word(at: offset, size: pointer), let index = table.index(of: Address(code)) else { continue }
            claims.append(Claim(offset..<offset + pointer, functions.owners[index], .data))
        }
    }
    return claims
}
