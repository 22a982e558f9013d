import Fixtures
import Foundation
import Testing

@testable import Linkage

/// Imports cut from generated programs against builds without them. `PARE_SEEDS=1-40` tries more programs.
@Suite(.serialized, .runsGo, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"))
struct GeneratedProgramTests {
    static let seeds: [UInt64] = {
        let ends = (ProcessInfo.processInfo.environment["PARE_SEEDS"] ?? "1-2").split(separator: "-").compactMap { UInt64($0) }
        return ends.count == 2 && ends[0] <= ends[1] ? Array(ends[0]...ends[1]) : ends
    }()

    @Test(arguments: seeds)
    func savingsEqualABuildWithoutTheImport(seed: UInt64) throws {
        let go = try #require(GoToolchain.onPath)
        let program = GeneratedProgram(seed: seed)
        let folder = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func write(_ files: [String: String]) throws {
            for (file, text) in files {
                let path = "\(folder)/\(file)"
                try FileManager.default.createDirectory(
                    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
        }
        try write(program.files())
        let whole = try go.size(of: ".", in: folder, target: "linux/amd64")
        let analysis = try LinkAnalysis(go.graph(of: ".", in: folder, target: "linux/amd64"))
        #expect(abs(analysis.size - whole) <= 4096)
        for edge in program.edges {
            try write(program.files(without: edge))
            let actual = try whole - go.size(of: ".", in: folder, target: "linux/amd64")
            let (from, to) = (GeneratedProgram.path(edge.from), GeneratedProgram.path(edge.to))
            let predicted = try analysis.outcome(of: CutQuery(cutting: [.importEdge(from: from, to: to)])).saves
            #expect(
                abs(predicted - actual) <= max(abs(actual) / 100, 8192),
                "seed \(seed), \(from) -> \(to) as \(program.uses[edge.from].filter { $0.to == edge.to }.map(\.form)): predicted \(predicted), built \(actual)"
            )
        }
        #expect(program.edges.count >= GeneratedProgram.count - 1)
    }
}
