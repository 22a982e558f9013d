import Testing

@testable import Linkage

@Suite struct ArchiveTests {
    static func program() -> ObjectBuilder {
        var main = ObjectBuilder("main", imports: ["dep"])
        main.packages = ["dep"]
        main.add(
            "main.main", auxiliaries: [(1, .own("info"))], relocations: [ObjectBuilder.call(.other(package: "dep", index: 0))])
        main.add("info", .named, kind: 3, abi: 0xffff, data: Array(repeating: 0, count: 24))
        main.add("go:string.\"x\"", .shortHashed, kind: 3, size: 1, data: [120], hash: [120])
        main.add("gclocals", .hashed, kind: 3, size: 8, data: [1, 2, 3], hash: [9, 9])
        return main
    }

    @Test func readsTheObjectsOfTheBuilder() throws {
        let archive = try TinyProgram.archive(Self.program())
        #expect(archive.imports == ["dep"])
        #expect(archive.objects.map(\.symbolCount) == [4])
        #expect(archive.objects.first?.target.version == "go1.27.3")
        #expect(archive.objects.first?.target.goarch == "amd64")
    }

    @Test func rejectsOtherFiles() {
        #expect(throws: LinkageError.self) { try Archive(package: "p", bytes: Array("\u{7f}ELF and more".utf8)) }
        #expect(throws: LinkageError.self) { try Archive(package: "p", bytes: []) }
    }

    @Test func namesPackageAndStructureOfAnUnknownFormat() throws {
        var builder = Self.program()
        builder.magic = "\0go199ld"
        let error = #expect(throws: LinkageError.self) { try TinyProgram.archive(builder) }
        #expect(error?.description.hasPrefix("archive of main: goobj magic at file offset 0x") == true)
    }

    @Test func namesTheKnownReleases() throws {
        var main = ObjectBuilder("main")
        main.header = "go object linux amd64 go1.99.1 X:regabiwrappers"
        main.add("main.main")
        let archive = try TinyProgram.archive(main)
        let error = #expect(throws: LinkageError.self) { try LinkGraph([archive], LinkGraph.Options(mainPath: "app")) }
        #expect(error?.description.contains("go1.99.1") == true)
        #expect(error?.description.contains("go1.22 to go1.27") == true)
    }

    @Test func rejectsArchivesOfTwoTargets() throws {
        var main = Self.program()
        main.imports = ["dep"]
        var dep = ObjectBuilder("dep")
        dep.header = "go object linux arm64 go1.27.3 X:regabiwrappers"
        dep.add("dep.F")
        let error = #expect(throws: LinkageError.self) { try TinyProgram.graph([main, dep]) }
        #expect(error?.description.contains("linux/arm64") == true)
    }

    /// Every truncated length is an error with a message, or reads and links; no trap.
    @Test func truncationDoesNotTrap() throws {
        let bytes = Self.program().archive()
        var dep = ObjectBuilder("dep")
        dep.add("dep.F")
        for length in 0..<bytes.count {
            #expect(throws: LinkageError.self, "\(length) of \(bytes.count)") {
                _ = try Archive(package: "main", bytes: Array(bytes[..<length]))
            }
        }
        #expect(try TinyProgram.reached(TinyProgram.graph([Self.program(), dep])).contains("dep.F"))
    }

    /// Any byte may be wrong: the result is an error or a program, never a trap.
    @Test func wrongBytesDoNotTrap() throws {
        let bytes = Self.program().archive()
        var dep = ObjectBuilder("dep")
        dep.add("dep.F")
        let others = [try TinyProgram.archive(dep), try TinyProgram.archive(TinyProgram.runtime())]
        var refused = 0
        for offset in bytes.indices {
            for value: UInt8 in [0x00, 0x01, 0x7f, 0x80, 0xff] where bytes[offset] != value {
                var damaged = bytes
                damaged[offset] = value
                do {
                    let graph = try LinkGraph(
                        [try Archive(package: "main", bytes: damaged)] + others, LinkGraph.Options(mainPath: "app"))
                    _ = try LinkAnalysis(graph).size
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > 100)
    }
}
