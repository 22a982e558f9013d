import Fixtures
import Testing

@testable import Linkage

@Suite struct ReleaseTests {
    @Test(arguments: [
        ("go1.27.3", 27), ("go1.22rc1", 22), ("devel go1.28-abcdef", 28), ("go1.24.11 X:noswissmap", 24), ("unknown", nil),
    ])
    func readsTheMinorRelease(version: String, minor: Int?) {
        #expect(Release.minor(of: version) == minor)
    }

    static let relocations = """
        const (
        	R_ADDR RelocType = 1 + iota
        	// R_NOTE is a comment.
        	R_USETYPE // R_AND another
        	R_USEIFACE
        	R_USEIFACEMETHOD

        	R_USENAMEDMETHOD
        	R_METHODOFF
        	R_INITORDER
        	R_WEAK = -1 << 15
        	R_WEAKADDR = R_WEAK | R_ADDR
        )
        """

    static func sources(relocations: String = relocations, builtins: String = "\t{\"runtime.newobject\", 1},\n")
        -> Release.Sources
    {
        Release.Sources(
            relocationTypes: relocations, symbolKinds: "\tSxxx SymKind = iota\n\tSTEXT\n)",
            objectFile: "\tAuxGotype = iota\n\tAuxFuncInfo\n)",
            builtins: builtins)
    }

    @Test func countsTheConstantsOfTheSources() throws {
        let release = try Release(minor: 28, sources: Self.sources())
        #expect(release.relocations.useType == 2)
        #expect(release.relocations.initOrder == 7)
        #expect(release.symbolKinds == [.undefined, .text])
        #expect(release.builtins == [Release.Builtin(name: "runtime.newobject", abi: 1)])
    }

    @Test func missingListOfASourceIsNamed() {
        let error = #expect(throws: LinkageError.self) {
            try Release(minor: 28, sources: Self.sources(relocations: "package objabi"))
        }
        #expect(
            error?.description.hasPrefix("GOROOT/src/cmd/internal/objabi/reloctype.go: no `R_ADDR RelocType = 1 + iota`") == true)
        #expect(throws: LinkageError.self) { try Release(minor: 28, sources: Self.sources(builtins: "")) }
    }

    @Test(.runsGo, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"))
    func knownConstantsEqualThoseOfTheToolchain() throws {
        let go = try #require(GoToolchain.onPath)
        let known = try #require(Release.known(minor: go.minor))
        let read = try go.release
        #expect(known.symbolKinds == read.symbolKinds)
        #expect(known.auxiliaries == read.auxiliaries)
        #expect(known.builtins == read.builtins)
        #expect(known.relocations == read.relocations)
    }
}
