import Foundation
import Testing

/// Programs for Windows under wine, by the newest Go whose programs Debian 12's wine runs.
public enum Wine {
    public static let release = "1.21.13"

    /// A folder for wine, with the one library that Go asks for and wine 8 does not have.
    public static func prefix() async throws -> TemporaryFolder {
        guard GoBuild.go(of: release) != nil else { try skip("no go\(release): Scripts/setup releases installs it") }
        guard installed("wine") != nil, installed("wineserver") != nil else { try skip("no wine on PATH: apt-get install wine") }
        guard let compiler = installed("x86_64-w64-mingw32-gcc") else {
            try skip("no x86_64-w64-mingw32-gcc on PATH: apt-get install gcc-mingw-w64-x86-64")
        }
        let folder = try TemporaryFolder()
        try folder.write(
            """
            #include <windows.h>
            BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
            __declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T count) {
                return SystemFunction036(data, (ULONG)count);
            }
            """, to: "prng.c")
        _ = try await run(["wineboot", "--init"], in: folder)
        let library = "\(folder.path)/prefix/drive_c/windows/system32/bcryptprimitives.dll"
        try? FileManager.default.removeItem(atPath: library)
        _ = try await program(compiler, ["-shared", "-o", library, "prng.c", "-ladvapi32"], in: folder)
        return folder
    }

    /// Runs a program for Windows in a folder; both its streams.
    public static func run(_ arguments: [String], in folder: TemporaryFolder) async throws -> String {
        try await program(try #require(installed("wine")), arguments, in: folder)
    }

    /// Both streams of a program.
    private static func program(_ path: String, _ arguments: [String], in folder: TemporaryFolder) async throws -> String {
        let output = "\(folder.path)/said"
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: path), arguments)
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": folder.path, "WINEDEBUG": "-all",
            "WINEPREFIX": "\(folder.path)/prefix",
        ]
        // wine's own server keeps a pipe open.
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let file = try FileHandle(forWritingTo: URL(filePath: output))
        (process.standardOutput, process.standardError) = (file, file)
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                done.resume(throwing: error)
            }
        }
        return folder.read("said") ?? ""
    }

    /// Ends wine's server.
    public static func end(_ folder: TemporaryFolder) async throws {
        _ = try await program(try #require(installed("wineserver")), ["-k"], in: folder)
    }
}
