internal import BinaryFormats

/// Code signatures: in Mach-O, the hash of a page belongs to whoever has bytes on that page. The rest, certificates
/// included, says nothing about packages.
func codeSignatureClaims(
    _ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable, _ warnings: inout [FormatError]
) -> [Claim] {
    var claims: [Claim] = []
    for structure in subject.image.structures where structure.role == .codeSignature {
        var entries = EntryClaims(structure.range, .other, rest: .overhead(.codeSignature))
        if subject.image.format == .macho {
            do {
                var pages = map.cursor()
                for hash in try CodeSignature(structure.range, subject.reader.bytes).hashes {
                    let owner = owners.owner(sharedBy: pages.owners(in: hash.page))
                    entries.add(hash.range, owner == .unexplained ? .overhead(.codeSignature) : owner, &owners)
                }
            } catch {
                warnings.append(error)
            }
        }
        claims += entries.finish(&owners)
    }
    return claims
}
