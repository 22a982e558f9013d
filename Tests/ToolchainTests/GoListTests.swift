import Reports
import Testing

@testable import Toolchain

struct GoListTests {
    private let required = ["example.org/a", "example.org/a/sub", "example.org/b/v2", "example.org/c"].map {
        GoList.Requirement(path: $0, version: "v1.0.0", isIndirect: nil)
    }

    @Test func aModuleWithoutLinkedPackagesIsDead() {
        #expect(required.dead(without: []).map(\.path) == required.map(\.path))
        #expect(required.dead(without: ["example.org/c"]).map(\.path) == required.dropLast().map(\.path))
    }

    /// A package may be linked and yet not be seen in a stripped file.
    @Test func aPackageBelongsToTheModuleWithTheLongestPath() {
        let linked: Set = ["example.org/a/sub/internal/x", "example.org/b/v2", "example.org/cc", "fmt"]
        #expect(required.dead(without: [], linked: linked).map(\.path) == ["example.org/a", "example.org/c"])
    }
}
