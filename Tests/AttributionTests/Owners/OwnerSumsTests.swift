import Testing

@testable import Attribution

@Suite struct OwnerSumsTests {
    /// A package has a cell for each byte kind.
    @Test func bytesOfEveryKindAreCounted() throws {
        try #require(ByteKind.allCases.count <= OwnerSums.PackageSum().kinds.count)
        var owners = OwnerTable(mainPackage: nil)
        let package = owners.package("a")
        var region = RangeMap.Region(origin: .gap, range: 0..<1000)
        for (index, kind) in ByteKind.allCases.enumerated() {
            var claim = Claim(index * 30..<index * 30 + index + 1, package, kind)
            claim.pass = UInt8(index % 2)
            region.claims.append(claim)
        }
        var sums = OwnerSums(owners, [("exact", 0, false), ("inferring", 0, true)])
        var section = SizeProfile.Section(name: "", range: region.range, address: 0, virtualSize: 0)
        sums.add(region, index: 0, to: &section)
        let expected = Dictionary(uniqueKeysWithValues: ByteKind.allCases.enumerated().map { ($1, $0 + 1) })
        #expect(sums.packages.map(\.kindSizes) == [expected])
        #expect(sums.packages[0].size == section.package)
        #expect(sums.packages[0].inferred == expected.values.filter { $0 % 2 == 0 }.reduce(0, +))
    }
}
