internal import BinaryFormats
internal import GoMetadata

/// Moduledata itself, which is the runtime's, and what only it delimits: the list of init tasks, the pointer programs of data and bss. With it the record that
/// crypto/internal/fips140/check has a section for.
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
