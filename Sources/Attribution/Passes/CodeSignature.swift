internal import BinaryFormats

/// Code signatures: in Mach-O, the hash of a page belongs to those who have bytes on that page, in proportion: each byte of
/// the hash to the owner of its part of the page. The rest, certificates included, says nothing about packages.
func codeSignatureClaims(_ subject: borrowing Subject, _ map: RangeMap, _ warnings: inout [FormatError]) -> [Claim] {
    var claims: [Claim] = []
    for structure in subject.image.structures where structure.role == .codeSignature {
        var hashes: [CodeSignature.Hash] = []
        if subject.image.format == .macho {
            do {
                hashes = try CodeSignature(structure.range, subject.reader.bytes).hashes
            } catch {
                warnings.append(error)
            }
        }
        var pages = map.cursor()
        var end = structure.range.lowerBound
        for hash in hashes where hash.range.lowerBound >= end {
            claims.append(Claim(end..<hash.range.lowerBound, .overhead(.codeSignature), .other))
            for (index, byte) in hash.range.enumerated() {
                var owner = Owner.overhead(.codeSignature)
                if let found = pages.owner(at: hash.page.lowerBound + index * hash.page.count / hash.range.count), found.isPackage
                {
                    owner = found
                }
                if let last = claims.last, last.owner == owner, last.range.upperBound == byte {
                    claims[claims.count - 1].range = last.range.lowerBound..<byte + 1
                } else {
                    claims.append(Claim(byte..<byte + 1, owner, .other))
                }
            }
            end = hash.range.upperBound
        }
        claims.append(Claim(end..<structure.range.upperBound, .overhead(.codeSignature), .other))
    }
    return claims
}

extension Owner {
    fileprivate var isPackage: Bool {
        switch meaning {
        case .package, .shared: true
        case .overhead, .unexplained: false
        }
    }
}
