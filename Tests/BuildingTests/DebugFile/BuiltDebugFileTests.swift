import BinaryFormats
import Building
import Fixtures
import Foundation
import Host
import Reports
import Subprocess
import SystemPackage
import Testing

/// Debug files by builders: dSYMs, and files that no tool writes.
@Suite struct BuiltDebugFileTests {
    @Test(arguments: [4, 8]) func dSYMByUUID(pointerSize: Int) throws {
        let folder = try TemporaryFolder()
        let stripped = machO(pointerSize, uuid: 7, stripped: true)
        let program = try folder.write(stripped, to: "app")
        let before = try weigh(program)
        #expect(before.debugFile == nil)

        let place = "app.dSYM/Contents/Resources/DWARF/app"
        let dSYM = try folder.write(machO(pointerSize, uuid: 7, isDebugFile: true), to: place)
        let report = try weigh(program)
        #expect(report.debugFile == dSYM)
        #expect(report.warnings == before.warnings)
        #expect(report.total == stripped.count)
        #expect(report.coverage.package + report.coverage.overhead + report.coverage.unexplained == stripped.count)
        // The variables have a package by their symbols alone.
        #expect(before.data("example.com/app") == nil)
        #expect(report.data("example.com/app") == 40)
        #expect(try weigh(folder.write(machO(pointerSize, uuid: 7), to: "full")).data("example.com/app") == 40)

        try folder.write(machO(pointerSize, uuid: 8, isDebugFile: true), to: place)
        let refused = try weigh(program)
        #expect(refused.debugFile == nil)
        let uuid = { (byte: String) in "UUID " + String(repeating: byte, count: 16) }
        #expect(refused.warnings.filter { $0.hasSuffix("it has \(uuid("08")), the program \(uuid("07"))") }.count == 1)
    }

    @Test(.runsGo, .needs("dsymutil", package: "llvm"), .needs("llvm-strip", package: "llvm"))
    func dSYMByDsymutil() async throws {
        let folder = try TemporaryFolder()
        let full = try folder.write(await GoBuild("darwin/arm64").bytes(), to: "full")
        let program = "\(folder.path)/app"
        try await run("llvm-strip", "-o", program, full)
        try await run("dsymutil", "-o", program + ".dSYM", full)
        let files = "\(program).dSYM/Contents/Resources/DWARF"
        try FileManager.default.moveItem(atPath: "\(files)/full", toPath: "\(files)/app")

        let report = try weigh(program)
        #expect(report.debugFile == "\(files)/app")
        #expect(report.warnings == [])
        #expect(try report.data("cmd/gofmt") == weigh(full).data("cmd/gofmt"))
        try FileManager.default.removeItem(atPath: program + ".dSYM")
        #expect(try weigh(program).debugFile == nil)
    }

    private func run(_ program: String, _ arguments: String...) async throws {
        let result = try await Subprocess.run(
            .path(FilePath(try #require(installed(program)))), arguments: Arguments(arguments), output: .discarded,
            error: .string(limit: 1 << 16))
        try #require(result.terminationStatus.isSuccess, "\(program): \(result.standardError)")
    }

    @Test func nothingElseIsADebugFile() throws {
        let folder = try TemporaryFolder()
        let program = try folder.write(elf(stripped: true), to: "app")
        let others = [
            "text": (Array("no program".utf8), "not an ELF, PE, Mach-O or WebAssembly file"),
            "itself": (elf(stripped: true), "it has no symbols"),
            "other": (elf(textSize: 400), "the files have no id in common, and their sections have other addresses or sizes"),
            "half": (Array(elf().prefix(700)), "truncated"),
            "macho": (machO(8, uuid: 1), "the files have no id in common, and their sections have other addresses or sizes"),
        ]
        for (name, (bytes, reason)) in others {
            let file = try folder.write(bytes, to: name)
            #expect {
                try weigh(program, WeighOptions(debugFiles: DebugFileSearch(named: file)))
            } throws: {
                "\($0)".hasPrefix("\(file): is not the debug file of \(program): ") && "\($0)".contains(reason)
            }
        }
        let right = try folder.write(elf(), to: "right")
        #expect(try weigh(program, WeighOptions(debugFiles: DebugFileSearch(named: right))).debugFile == right)
    }

    @Test func damagedDebugFilesNeverChangeTheSum() throws {
        let folder = try TemporaryFolder()
        let (stripped, debug) = (elf(stripped: true), elf())
        let program = try folder.write(stripped, to: "app")
        var generator = SeededGenerator(seed: 14)
        var used = 0
        for _ in 0..<300 {
            var bytes = debug
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let file = try folder.write(bytes, to: "app.debug")
            guard let report = try? weigh(program, WeighOptions(debugFiles: DebugFileSearch(named: file))) else { continue }
            used += 1
            #expect(report.total == stripped.count)
            #expect(report.coverage.package + report.coverage.overhead + report.coverage.unexplained == stripped.count)
        }
        #expect(used > 50)
    }

    private func elf(textSize: Int = 48, stripped: Bool = false) -> [UInt8] {
        var program = ProgramBuilder.sample
        program.functions[3].size = textSize
        program.isStripped = stripped
        return program.spec(.elf, .little, pointerSize: 8).build().bytes
    }

    private func machO(_ pointerSize: Int, uuid: UInt8, stripped: Bool = false, isDebugFile: Bool = false) -> [UInt8] {
        var program = ProgramBuilder.sample
        program.isStripped = stripped
        var spec = program.spec(.macho, .little, pointerSize: pointerSize)
        spec.uuid = Array(repeating: uuid, count: 16)
        spec.isDebugFile = isDebugFile
        // Apple's strip keeps this symbol.
        if stripped {
            spec.symbols = [.init("_mh_execute_header", at: 0x40_0000, size: 0, section: 0, isFunction: false)]
        }
        return spec.build().bytes
    }
}

extension WeighReport {
    fileprivate func data(_ package: String) -> Int? { packages.first { $0.path == package }?.kinds["data"] }
}
