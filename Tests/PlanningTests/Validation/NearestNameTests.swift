import Testing

@testable import Planning

struct NearestNameTests {
    @Test(arguments: [
        ("mian", "mains"), ("LINUX/AMD64", "linux/amd64"), ("linux/amd46", "linux/amd64"), ("stirp", "strip"), ("xyz", nil),
        ("t", nil), ("", nil),
    ])
    func nearest(name: String, expected: String?) {
        #expect(nearestName(to: name, among: ["mains", "linux/amd64", "linux/arm64", "strip", "targets"]) == expected)
    }

    @Test func nothingInCommonIsNotNear() {
        #expect(nearestName(to: "V", among: ["_", "W"]) == nil)
        #expect(nearestName(to: "V", among: ["_", "v"]) == "v")
    }

    @Test func firstOfTheEquallyNear() {
        #expect(nearestName(to: "linux/am64", among: ["linux/arm64", "linux/amd64"]) == "linux/arm64")
    }
}
