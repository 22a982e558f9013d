import Foundation
import Subprocess
import SystemPackage
import Testing

/// A program that go builds: a real binary to test with, kept between runs under `.toolchain/fixtures/VERSION/NAME` of the
/// checkout. Those of `matrix` are built before the tests.
public struct GoBuild: Hashable, Sendable, CustomStringConvertible {
    /// Import path in the Go distribution (`cmd/gofmt`), or absolute path of a file or of a module's folder.
    public var program: String
    /// `linux/amd64`; empty for this machine with C code.
    public var target: String
    /// Without symbol table and DWARF (`-s -w`).
    public var isStripped: Bool
    /// `1.21.13`, a release installed by `Scripts/setup releases`; nil for the go command's own.
    public var release: String?
    /// Further flags of `go build`.
    public var flags: [String]

    public init(
        _ target: String, stripped: Bool = false, program: String = "cmd/gofmt", release: String? = nil, flags: [String] = []
    ) {
        self.program = program
        self.target = target
        isStripped = stripped
        self.release = release
        self.flags = flags
    }

    /// `gofmt_linux_amd64_strip`, and a digest of flags and sources where they are not the distribution's.
    func name() throws -> String {
        let words = [
            String(program.split(separator: "/").last ?? ""), target.replacing("/", with: "_"), isStripped ? "strip" : "default",
        ]
        let digest = program.hasPrefix("/") ? [try Self.digest(flags, folder: program)] : []
        return (words.filter { !$0.isEmpty } + digest).joined(separator: "_")
    }

    public var description: String {
        let words = [String(program.split(separator: "/").last ?? ""), target, isStripped ? "stripped" : ""]
        return (words + flags + (release.map { ["of go\($0)"] } ?? [])).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// FNV-1a of the texts and of the names and contents of all files below a folder, or of one file.
    public static func digest(_ texts: [String], folder: String?) throws -> String {
        var texts = texts
        if let folder {
            let files = folder.hasSuffix(".go") ? [] : try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
            for path in files.isEmpty ? [folder] : files.map({ "\(folder)/\($0)" }) {
                guard let contents = FileManager.default.contents(atPath: path) else { continue }
                texts += [String(path.dropFirst(folder.count)), String(decoding: contents, as: UTF8.self)]
            }
        }
        let hash = texts.joined(separator: "\0").utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    /// The go command of this release; nil if it is not installed.
    public static func go(of release: String) -> String? {
        let path = "\(checkout)/.toolchain/go\(release)/bin/go"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// The go command: `PARE_GO`, `PATH`, then the one installed by `make setup` in `.toolchain`; nil if there is none.
    public static let go: String? = {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/go" }
        return ([environment["PARE_GO"] ?? ""] + folders + [checkout + "/.toolchain/go/bin/go"])
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Folder of Package.swift.
    public static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// `go1.27.3`. Throws when go fails.
    public static func version(of release: String? = nil) async throws -> String {
        try await runGo(["env", "GOVERSION"], release: release).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Path of the binary, which is built unless it is there. Throws the message of go when that fails.
    public func path() async throws -> String {
        GoBuild.expectTrait()
        if !GoBuild.matrix.contains(self) { Issue.record("\(self) is not in GoBuild.matrix") }
        return try await GoBuilds.shared.path(of: self)
    }

    /// The bytes of the binary.
    public func bytes() async throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: try await path())))
    }
}

/// The output of go or one of its tools for `input`. Throws its error output when it fails.
public func runGo(
    _ arguments: [String], input: String = "", environment: [String: String] = [:], release: String? = nil
) async throws -> String {
    GoBuild.expectTrait()
    guard let go = release.map(GoBuild.go(of:)) ?? GoBuild.go else { throw GoFailure(command: "go", said: GoBuild.reason) }
    // Settings of the user must not change the build.
    var settings = [
        "GOFLAGS": "", "GOWORK": "off", "GO111MODULE": "off", "GOEXPERIMENT": "", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0",
    ]
    settings.merge(environment) { $1 }
    var variables: [Environment.Key: String?] = [:]
    for (name, value) in settings { variables[Environment.Key(stringLiteral: name)] = value }
    let result = try await run(
        .path(FilePath(go)), arguments: Arguments(arguments), environment: .inherit.updating(variables),
        input: .string(input), output: .string(limit: 1 << 26), error: .string(limit: 1 << 20))
    guard result.terminationStatus.isSuccess else {
        throw GoFailure(command: "go " + arguments.joined(separator: " "), said: result.standardError)
    }
    return result.standardOutput
}

public struct GoFailure: Error, CustomStringConvertible {
    var command: String
    var said: String

    public var description: String { "\(command): \(said)" }
}

/// Builds each binary once, whichever tests ask for it; one after the other, as each keeps all processors busy.
private actor GoBuilds {
    static let shared = GoBuilds()

    private var builds: [GoBuild: Task<String, any Error>] = [:]
    private var last: Task<String, any Error>?

    func path(of build: GoBuild) async throws -> String {
        if let known = builds[build] { return try await known.value }
        let task = Task { [last] in
            _ = await last?.result
            return try await GoBuilds.make(build)
        }
        last = task
        builds[build] = task
        return try await task.value
    }

    private static func make(_ build: GoBuild) async throws -> String {
        let version = try await GoBuild.version(of: build.release)
        let folder = "\(GoBuild.checkout)/.toolchain/fixtures/\(version)"
        let path = "\(folder)/\(try build.name())"
        if FileManager.default.fileExists(atPath: path) { return path }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let scratch = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let isModule = build.program.hasPrefix("/") && !build.program.hasSuffix(".go")
        let platform = build.target.split(separator: "/").map(String.init)
        _ = try await runGo(
            (isModule ? ["-C", build.program] : []) + ["build", "-o", scratch] + (build.isStripped ? ["-ldflags=-s -w"] : [])
                + build.flags + [isModule ? "." : build.program],
            environment: platform.isEmpty
                ? ["CGO_ENABLED": "1", "GO111MODULE": "on"]
                : ["GOOS": platform[0], "GOARCH": platform[1], "GO111MODULE": isModule ? "on" : "off"],
            release: build.release)
        try FileManager.default.moveItem(atPath: scratch, toPath: path)
        return path
    }
}
