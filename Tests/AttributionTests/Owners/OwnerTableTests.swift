import BinaryFormats
import Testing

@testable import Attribution

@Suite struct OwnerTableTests {
    @Test func spellingsOfAPackageHaveOneNumber() {
        var owners = OwnerTable(mainPackage: "example.com/app")
        let text = Array("gopkg.in/yaml%2ev3 gopkg.in/yaml.v3 main".utf8)
        let reader = unsafe ByteReader(text.span.bytes)
        let escaped = owners.package(0..<18, reader)
        #expect(owners.package(19..<35, reader) == escaped)
        #expect(owners.package("gopkg.in/yaml.v3") == escaped)
        #expect(owners.package(36..<40, reader) == owners.package("example.com/app"))
        #expect(owners.packages == ["gopkg.in/yaml.v3", "example.com/app"])
    }

    @Test func setsInAnyOrderHaveOneNumber() {
        var owners = OwnerTable(mainPackage: nil)
        let a = owners.package("a")
        let b = owners.package("b")
        let c = owners.package("c")
        let ab = owners.owner(sharedBy: [a, b])
        #expect(owners.owner(sharedBy: [b, a, b]) == ab)
        #expect(owners.owner(sharedBy: [a, a]) == a)
        #expect(owners.owner(sharedBy: [ab, c]) == owners.owner(sharedBy: [c, b, a]))
        #expect(owners.sets == [[0, 1], [0, 1, 2]])
    }

    @Test func packagesOutrankOverheadAndOverheadTheUnexplained() {
        var owners = OwnerTable(mainPackage: nil)
        let a = owners.package("a")
        #expect(owners.owner(sharedBy: [.overhead(.linker), a, .unexplained]) == a)
        #expect(owners.owner(sharedBy: [.unexplained, .overhead(.linker)]) == .overhead(.linker))
        #expect(owners.owner(sharedBy: []) == .unexplained)
    }

    @Test func manyNamesKeepTheirNumbers() {
        var names = NameTable()
        let texts = (0..<5000).map { "package/number/\($0 * 7)" }
        for (index, text) in texts.enumerated() {
            let bytes = Array(text.utf8)
            #expect(names.intern(unsafe bytes.span.bytes) == index)
        }
        for (index, text) in texts.enumerated() {
            let bytes = Array(text.utf8)
            #expect(names.intern(unsafe bytes.span.bytes) == index)
            #expect(names.text(index) == text)
        }
    }
}
