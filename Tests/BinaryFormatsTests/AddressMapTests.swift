import BinaryFormats
import Testing

@Suite struct AddressMapTests {
    let map = AddressMap([
        AddressMap.Mapping(address: Address(0x2000), range: 100..<200),
        AddressMap.Mapping(address: Address(0x1000), range: 0..<100),
        AddressMap.Mapping(address: Address(.max - 3), range: 0..<100),
        AddressMap.Mapping(address: Address(0x3000), range: 5..<5),
    ])

    @Test func addressesBecomeOffsets() {
        #expect(map.offset(of: Address(0x1000)) == 0)
        #expect(map.offset(of: Address(0x1063)) == 99)
        #expect(map.offset(of: Address(0x1064)) == nil)
        #expect(map.offset(of: Address(0x2001)) == 101)
        #expect(map.offset(of: Address(0)) == nil)
        #expect(map.address(of: 150) == Address(0x2032))
        #expect(map.address(of: 200) == nil)
    }

    @Test func emptyAndWrappingMappingsAreDropped() {
        #expect(map.mappings.count == 2)
        #expect(map.offset(of: Address(.max)) == nil)
    }

    @Test func rangeMustBeInOneMapping() {
        #expect(map.range(of: Address(0x1010)..<Address(0x1020)) == 16..<32)
        #expect(map.range(of: Address(0x1010)..<Address(0x1100)) == nil)
        #expect(map.range(of: Address(0x1010)..<Address(0x2001)) == nil)
    }
}
