import Fixtures
import Foundation
import Testing

@testable import Linkage

/// What cutting one import saves, against the program built without its uses: each form in which Go code refers to a
/// package, closures above all. The package stays, as another one imports it, too.
@Suite(.serialized, .runsGo, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"))
struct ImportEdgeTests {
    static let wide = ["linux/386", "windows/amd64", "darwin/arm64"]

    /// The go on PATH for all forms, and for three of them on other targets; older releases of the checkout for all.
    static let cases: [(go: GoToolchain, target: String)] = GoToolchain.all.flatMap { go in
        [(go, "linux/amd64")] + (go.executable == GoToolchain.onPath?.executable ? wide.map { (go, $0) } : [])
    }

    @Test(arguments: cases)
    func savingsEqualABuildWithoutTheUse(go: GoToolchain, target: String) throws {
        let folder = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func write(_ text: String, to file: String) throws {
            let path = "\(folder)/\(file)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        for (file, text) in ImportForms.files { try write(text, to: file) }
        let forms =
            target == "linux/amd64" ? ImportForms.all : ImportForms.all.filter { ImportForms.few.contains($0.description) }
        #expect(forms.count == (target == "linux/amd64" ? ImportForms.all.count : ImportForms.few.count))
        for (number, form) in forms.enumerated() {
            try write(form.source(true), to: "with\(number)/main.go")
            try write(form.source(false), to: "without\(number)/main.go")
        }
        for (number, form) in forms.enumerated() {
            let main = "example.org/app/with\(number)"
            let analysis = try LinkAnalysis(go.graph(of: "./with\(number)", in: folder, target: target))
            let cut = CutQuery(cutting: [.importEdge(from: main, to: "example.org/app/dep")])
            let predicted = try analysis.outcome(of: cut).saves
            let with = try go.size(of: "./with\(number)", in: folder, target: target)
            let actual = try with - go.size(of: "./without\(number)", in: folder, target: target)
            let said = "go1.\(go.minor) \(target) \(form): predicted \(predicted), actual \(actual), file \(with)"
            print(said)
            #expect(abs(predicted - actual) <= max(actual / 100, 2 * go.page(of: target)), "\(said)")
            #expect(actual > 100_000, "the form does not use the package: \(said)")
        }
    }
}

extension GoToolchain {
    /// Rounding of segments in bytes.
    fileprivate func page(of target: String) -> Int {
        target == "darwin/arm64" ? 16384 : 4096
    }
}
