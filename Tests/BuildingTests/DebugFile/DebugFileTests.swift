import Building
import Fixtures
import Foundation
import Host
import Reports
import Subprocess
import SystemPackage
import Testing

/// Programs of go with C code, whose symbols objcopy has split off.
@Suite(.runsGo, .needs("gcc", package: "gcc"), .needs("objcopy", package: "binutils")) struct DebugFileTests {
    @Test(arguments: ["app.debug", ".debug/app.debug", "ROOT/FOLDER/app.debug", "ROOT/.build-id"])
    func places(place: String) async throws {
        let split = try await SplitProgram()
        let named = place.replacing("ROOT/FOLDER", with: "root" + split.folder.path).replacing("ROOT", with: "root")
        let file = try split.move(to: place.hasSuffix("id") ? named + (try split.buildIDPath()) : named)

        let report = try weigh(split.program, WeighOptions(debugFiles: split.search))
        #expect(report.debugFile == file)
        #expect(report.stripped)
        #expect(report.warnings == [])
    }

    @Test func bytesOfTheDebugFileAreNotCounted() async throws {
        let split = try await SplitProgram()
        let options = WeighOptions(debugFiles: split.search)
        let query = BreakdownQuery(by: [.package, .function])
        let stripped = try #require(try weighAll(split.program, options, by: query).first)
        let debug = try split.move(to: "app.debug")
        let found = try #require(try weighAll(split.program, options, by: query).first)
        let full = try #require(try weighAll(split.full, options, by: query).first)

        let size = try FileManager.default.attributesOfItem(atPath: split.program)[.size] as? Int
        for report in [stripped.report, found.report] {
            #expect(report.total == size)
            #expect(report.coverage.package + report.coverage.overhead + report.coverage.unexplained == size)
            #expect(report.sections.reduce(0) { $0 + $1.size } == size)
        }
        #expect(found.report.debugFile == debug)
        #expect(full.report.debugFile == nil)
        // A package has the same code and data with symbols in the file and in the debug file.
        #expect(found.report.contents() == full.report.contents())
        #expect(stripped.report.contents() != full.report.contents())
        let functions = [stripped, found].map { $0.breakdown?.functions(of: "C") ?? [] }
        #expect(functions[0].isEmpty)
        #expect(functions[1].contains("digest_sha256"))
    }

    @Test func aChangedDebugFileIsRefused() async throws {
        let split = try await SplitProgram()
        let before = try weigh(split.program, WeighOptions(debugFiles: split.search))
        let file = try split.move(to: "app.debug")
        var bytes = try split.folder.bytes("app.debug")
        bytes[bytes.count / 2] ^= 1
        try split.folder.write(bytes, to: "app.debug")

        let report = try weigh(split.program, WeighOptions(debugFiles: split.search))
        #expect(report.debugFile == nil)
        #expect(report.warnings.count == 1)
        let pattern = try Regex("its CRC-32 is 0x[0-9a-f]+, the program expects 0x[0-9a-f]+$")
        #expect(report.warnings.first?.hasPrefix(file) == true)
        #expect(report.warnings.first?.contains(pattern) == true)
        #expect(report.contents() == before.contents())
    }

    @Test func theDebugFileOfAnotherBuildIsRefused() async throws {
        let split = try await SplitProgram()
        let other = try await SplitProgram(of: GoBuild.linkModes[2])
        let strange = try split.move(other.debug, to: "root/.build-id" + (try split.buildIDPath()))

        let report = try weigh(split.program, WeighOptions(debugFiles: split.search))
        #expect(report.debugFile == nil)
        #expect(report.warnings.count == 1)
        let ids = try (split.buildID(), other.buildID())
        #expect(ids.0 != ids.1)
        let reason = "it has build id \(ids.1), the program build id \(ids.0)"
        #expect(report.warnings.first?.hasSuffix(reason) == true)
        #expect {
            try weigh(split.program, WeighOptions(debugFiles: DebugFileSearch(named: strange)))
        } throws: {
            "\($0)" == "\(strange): is not the debug file of \(split.program): \(reason)"
        }
    }

    @Test func withoutIDsTheSectionsDecide() async throws {
        let split = try await SplitProgram(hasIDs: false)
        let other = try await SplitProgram(of: GoBuild.linkModes[2], hasIDs: false)
        #expect(try weigh(split.program).debugFile == nil)
        #expect(try weigh(split.program, WeighOptions(debugFiles: DebugFileSearch(named: split.debug))).debugFile == split.debug)
        #expect(throws: FileError.self) {
            try weigh(split.program, WeighOptions(debugFiles: DebugFileSearch(named: other.debug)))
        }
    }

    @Test func aNamedFileWins() async throws {
        let split = try await SplitProgram()
        let near = try split.move(to: "app.debug")
        let far = try split.move(near, to: "elsewhere/symbols")
        #expect(try weigh(split.program).debugFile == near)
        let named = WeighOptions(debugFiles: DebugFileSearch(named: far))
        #expect(try weigh(split.program, named).debugFile == far)
        #expect(throws: FileError.self) { try weigh(split.full, named) }
        #expect(throws: FileError.self) {
            try weigh(split.program, WeighOptions(debugFiles: DebugFileSearch(named: split.program)))
        }
    }
}

/// A program split by `objcopy` as Debian does it: `app` without symbols, its debug file, and the whole as `app.full`.
private struct SplitProgram {
    let folder: TemporaryFolder
    var full: String { "\(folder.path)/app.full" }
    var program: String { "\(folder.path)/app" }
    /// Outside of all folders that are searched.
    var debug: String { "\(folder.path)/split/app.debug" }
    var search: DebugFileSearch { DebugFileSearch(folders: ["\(folder.path)/root"]) }

    /// Without ids, neither file names the other.
    init(of build: GoBuild = GoBuild.linkModes[0], hasIDs: Bool = true) async throws {
        let scratch = try TemporaryFolder()
        folder = scratch
        try FileManager.default.createDirectory(atPath: "\(folder.path)/split", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: try await build.path(), toPath: "\(folder.path)/app.full")
        let ids = hasIDs ? [] : ["--remove-section=.note.gnu.build-id", "--remove-section=.note.go.buildid"]
        try await Self.objcopy(ids + ["--only-keep-debug", full, debug])
        try await Self.objcopy(ids + ["--strip-all", full, program])
        if hasIDs { try await Self.objcopy(["--add-gnu-debuglink=\(debug)", program]) }
    }

    private static func objcopy(_ arguments: [String]) async throws {
        let result = try await run(
            .path(FilePath(try #require(installed("objcopy")))), arguments: Arguments(arguments), output: .discarded,
            error: .string(limit: 1 << 16))
        try #require(result.terminationStatus.isSuccess, "objcopy: \(result.standardError)")
    }

    /// Copies a file to a place below the folder.
    func move(_ file: String? = nil, to place: String) throws -> String {
        try folder.write([UInt8](Data(contentsOf: URL(filePath: file ?? debug))), to: place)
    }

    func buildID() throws -> String {
        let bytes = try folder.bytes("app")
        let magic: [UInt8] = [20, 0, 0, 0, 3, 0, 0, 0] + Array("GNU\0".utf8)
        let start = try #require(Data(bytes).range(of: Data(magic))).upperBound
        return bytes[start..<start + 20].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    func buildIDPath() throws -> String {
        let id = try buildID()
        return "/\(id.prefix(2))/\(id.dropFirst(2)).debug"
    }
}

extension WeighReport {
    /// Bytes of each package by kind, without those of symbols and debug data.
    fileprivate func contents() -> [String: [String: Int]] {
        Dictionary(
            uniqueKeysWithValues: packages.map { ($0.path, $0.kinds.filter { !["symbols", "debug"].contains($0.key) }) }
        )
        .filter { !$0.value.isEmpty }
    }
}

extension Breakdown {
    fileprivate func functions(of package: String) -> [String] {
        let rows = rows.first { $0.label.name == package }?.children ?? []
        return rows.map(\.label.name).filter { !$0.hasPrefix("(") }
    }
}
