import Fixtures
import Foundation
import GoMetadata
import Testing

@testable import Linkage

/// The go on `PATH`, run in a separate folder.
struct GoToolchain: Sendable {
    let executable: String
    let root: String
    /// `go1.27.3`
    let version: String
    let minor: Int

    static let onPath: GoToolchain? = {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map({ "\($0)/go" }).first(where: FileManager.default.isExecutableFile).flatMap {
            GoToolchain(executable: $0)
        }
    }()

    /// The go on `PATH`, and older releases that `Scripts/setup releases` installs into the checkout.
    static let all: [GoToolchain] = {
        let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: checkout + "/.toolchain")) ?? []
        let older = folders.filter { $0.hasPrefix("go1.") }.sorted()
            .compactMap { GoToolchain(executable: "\(checkout)/.toolchain/\($0)/bin/go") }
        return [onPath].compactMap { $0 } + older.filter { $0.minor != onPath?.minor }
    }()

    /// Nil for a go that cannot be run, or whose linker is not replayed.
    init?(executable: String) {
        guard let answer = try? Self.run(executable, ["env", "GOROOT", "GOVERSION"], in: "/", ["GOTOOLCHAIN": "local"]).output
        else { return nil }
        let lines = answer.split(separator: "\n").map(String.init)
        guard lines.count == 2, let minor = Release.minor(of: lines[1]), GoReleases.replayed.contains(minor) else { return nil }
        self.executable = executable
        root = lines[0]
        version = lines[1]
        self.minor = minor
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func run(
        _ executable: String, _ arguments: [String], in folder: String, _ environment: [String: String]
    ) throws -> (output: String, talk: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let files = try ["out", "err"].map { name in
            let path = NSTemporaryDirectory() + "linkage-\(UUID().uuidString).\(name)"
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return (path, try FileHandle(forWritingTo: URL(fileURLWithPath: path)))
        }
        defer { for (path, _) in files { try? FileManager.default.removeItem(atPath: path) } }
        process.standardOutput = files[0].1
        process.standardError = files[1].1
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0.0)), as: UTF8.self) }
        guard process.terminationStatus == 0 else {
            throw Failure(description: "go \(arguments.joined(separator: " ")): \(texts[1].suffix(2000))")
        }
        return (texts[0], texts[1])
    }

    func go(_ arguments: [String], in folder: String, target: String) throws -> (output: String, talk: String) {
        GoBuild.expectTrait()
        let parts = target.split(separator: "/").map(String.init)
        return try Self.run(
            executable, arguments, in: folder,
            ["GOOS": parts[0], "GOARCH": parts[1], "CGO_ENABLED": "0", "GOFLAGS": "", "GOTOOLCHAIN": "local", "GOPROXY": "off"])
    }

    var release: Release {
        get throws {
            func text(_ path: String) throws -> String { try String(contentsOfFile: "\(root)/src/\(path)", encoding: .utf8) }
            return try Release(
                minor: minor,
                sources: Release.Sources(
                    relocationTypes: text(Release.Sources.relocationTypesPath),
                    symbolKinds: text(Release.Sources.symbolKindsPath),
                    objectFile: text(Release.Sources.objectFilePath), builtins: text(Release.Sources.builtinsPath)))
        }
    }

    func graph(of package: String, in folder: String, target: String) throws -> LinkGraph {
        let (archives, main) = try archives(of: package, in: folder, target: target)
        return try LinkGraph(archives, release: try release, LinkGraph.Options(mainPath: main))
    }

    func archives(of package: String, in folder: String, target: String) throws -> (archives: [Archive], main: String) {
        let format = "{{.ImportPath}}\t{{.Export}}\t{{.Name}}"
        let list = try go(["list", "-export", "-deps", "-trimpath", "-f", format, package], in: folder, target: target).output
        var archives: [Archive] = []
        var mainPath = ""
        for line in list.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard !fields[1].isEmpty else { continue }
            if fields[2] == "main" { mainPath = fields[0] }
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: fields[1])))
            archives.append(try Archive(package: fields[2] == "main" ? "main" : fields[0], bytes: bytes))
        }
        return (archives, mainPath)
    }

    /// Bytes of the program. Kept between runs by a digest of sources, flags, release and Go's settings.
    func size(of package: String, in folder: String, target: String, stripped: Bool = true) throws -> Int {
        let settings = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("GO") }.sorted { $0.key < $1.key }
        let texts = [version, package, target, "\(stripped)"] + settings.flatMap { [$0.key, $0.value] }
        let digest = try GoBuild.digest(texts, folder: folder == "/" ? nil : folder)
        let kept = "\(GoBuild.checkout)/.toolchain/fixtures/sizes"
        if let known = try? String(contentsOfFile: "\(kept)/\(digest)", encoding: .utf8), let size = Int(known) { return size }
        let size = try builtSize(of: package, in: folder, target: target, stripped: stripped)
        try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
        try "\(size)".write(toFile: "\(kept)/\(digest)", atomically: true, encoding: .utf8)
        return size
    }

    private func builtSize(of package: String, in folder: String, target: String, stripped: Bool) throws -> Int {
        let output = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        _ = try go(
            ["build", "-trimpath", "-ldflags=\(stripped ? "-s -w" : "")", "-o", output, package], in: folder, target: target)
        return try FileManager.default.attributesOfItem(atPath: output)[.size] as? Int ?? 0
    }

    /// Names that the linker prints as reachable, with white space squeezed.
    func reached(_ package: String, in folder: String, target: String) throws -> Set<String> {
        let output = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        let dump = try go(["build", "-trimpath", "-ldflags=-dumpdep", "-o", output, package], in: folder, target: target).talk
        var names: Set<String> = []
        for line in dump.split(separator: "\n") where !line.hasPrefix("# ") {
            // Strings may contain the arrow, and only they have no target.
            let options: String.CompareOptions = line.hasPrefix("go:string.") ? .backwards : []
            guard let arrow = line.range(of: " -> ", options: options) else { continue }
            var name = line[arrow.upperBound...]
            for flag in ["<ReflectMethod>", "<UsedInIface>"] where name.hasSuffix(flag) { name = name.dropLast(flag.count) }
            names.insert(squeeze(name))
        }
        return names
    }
}

func squeeze(_ text: some StringProtocol) -> String {
    String(decoding: text.utf8.filter { $0 > 32 }, as: UTF8.self)
}
