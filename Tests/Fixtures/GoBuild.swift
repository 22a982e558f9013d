import Foundation
import Subprocess
import SystemPackage

/// A program of the Go distribution, built for one target: a real binary to test with, kept between runs under
/// `.toolchain/fixtures/VERSION/NAME` of the checkout.
public struct GoBuild: Hashable, Sendable, CustomStringConvertible {
    /// Import path, or path of a file: `cmd/gofmt`.
    public var program: String
    /// `linux/amd64`
    public var target: String
    /// Without symbol table and DWARF (`-s -w`).
    public var isStripped: Bool
    /// `1.21.13`, a release installed by `Scripts/setup releases`; nil for the go command's own.
    public var release: String?

    public init(_ target: String, stripped: Bool = false, program: String = "cmd/gofmt", release: String? = nil) {
        self.program = program
        self.target = target
        isStripped = stripped
        self.release = release
    }

    /// `gofmt_linux_amd64_strip`
    public var name: String {
        let words = [
            String(program.split(separator: "/").last ?? ""), target.replacing("/", with: "_"), isStripped ? "strip" : "default",
        ]
        return words.joined(separator: "_")
    }

    public var description: String { release.map { "\(name) of go\($0)" } ?? name }

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

    /// A program that only calls `println`, the smallest possible: path of its source below `.toolchain/fixtures`.
    public static func hello() throws -> String {
        let folder = checkout + "/.toolchain/fixtures"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/hello.go"
        // Other tests may be reading it.
        if !FileManager.default.fileExists(atPath: path) {
            let source = "package main\n\nfunc main() { println(\"hello\") }\n"
            try Data(source.utf8).write(to: URL(filePath: path), options: .atomic)
        }
        return path
    }

    /// A program that embeds two files as `embed.FS` and prints one: path of its source below `.toolchain/fixtures`.
    public static func embedding() throws -> String {
        let folder = checkout + "/.toolchain/fixtures/embedding"
        try FileManager.default.createDirectory(atPath: folder + "/pages", withIntermediateDirectories: true)
        let source = """
            package main

            import "embed"

            //go:embed pages
            var pages embed.FS

            func main() {
            \tpage, _ := pages.ReadFile("pages/index.html")
            \tprintln(string(page))
            }

            """
        let files = [
            ("embedding.go", source), ("pages/index.html", "<h1>index</h1>\n"),
            ("pages/long.txt", String(repeating: "a line of text\n", count: 500)),
        ]
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"), options: .atomic) }
        return folder + "/embedding.go"
    }

    /// Reason for skipping a test if `go` is nil.
    public static let reason = "no go by PARE_GO, on PATH or in .toolchain: make setup installs one"

    /// Folder of Package.swift.
    public static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// `go1.27.3`. Throws when go fails.
    public static func version(of release: String? = nil) async throws -> String {
        try await runGo(["env", "GOVERSION"], release: release).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Path of the binary, which is built if it is missing. Throws when go fails.
    public func path() async throws -> String {
        try await GoBuilds.shared.path(of: self)
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

/// Builds each binary once, for all concurrent requests; one at a time, as each build keeps all processors busy.
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
        let path = "\(folder)/\(build.name)"
        if FileManager.default.fileExists(atPath: path) { return path }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let scratch = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let platform = build.target.split(separator: "/").map(String.init)
        _ = try await runGo(
            ["build", "-o", scratch] + (build.isStripped ? ["-ldflags=-s -w"] : []) + [build.program],
            environment: ["GOOS": platform[0], "GOARCH": platform[1]], release: build.release)
        try FileManager.default.moveItem(atPath: scratch, toPath: path)
        return path
    }
}
