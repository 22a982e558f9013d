import Attribution
import Fixtures
import Foundation
import Subprocess
import SystemPackage
import Testing

#if os(Linux)
    /// Programs of other languages, as their compilers really build them.
    @Suite(.runsCompiler) struct NativeBuildTests {
        @Test(.enabled(if: installed("swiftc") != nil, "no swiftc on PATH")) func swift() async throws {
            let source = """
                public protocol Drawn { var area: Double { get } }
                public struct Square: Drawn, Hashable { public var side: Double; public var area: Double { side * side } }
                extension Array where Element == Square { func total() -> Double { reduce(0) { $0 + $1.area } } }
                print([Square(side: 2), Square(side: Double(CommandLine.arguments.count))].total(), Set([Square(side: 1)]))
                """
            let profile = try weigh(
                try await Self.build("shapes.swift", source, with: "swiftc", ["-O", "-g", "-module-name", "Shapes"]))
            #expect(profile.warnings == [])
            #expect(Double(profile.unexplained) < 0.05 * Double(profile.size))
            let shapes = try #require(profile.packages.first { $0.path == "Shapes" })
            #expect(shapes.module.class == .swift)
            #expect((shapes.kinds[.code] ?? 0) > 300)
            #expect((shapes.kinds[.debug] ?? 0) > 1000)
            #expect((shapes.kinds[.unwind] ?? 0) > 100)
            #expect(profile.packages.allSatisfy { ["Shapes", "Swift", "swift::", "C"].contains($0.path) })
        }

        @Test(.needs("g++", package: "g++"), arguments: [["-O2", "-g"], ["-O0", "-static"]])
        func cxx(flags: [String]) async throws {
            let source = """
                #include <map>
                #include <string>
                namespace text {
                struct Counter { std::map<std::string, int> words; virtual ~Counter() {} virtual int add(const std::string &w) { return ++words[w]; } };
                int count(int n, char **words) { Counter c; int most = 0; for (int i = 0; i < n; i++) most = c.add(words[i]); return most; }
                }
                int main(int n, char **words) { return text::count(n, words); }
                """
            let profile = try weigh(try await Self.build("words.cpp", source, with: "g++", flags))
            #expect(Double(profile.unexplained) < 0.05 * Double(profile.size))
            let packages = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0) })
            #expect(packages["text::"]?.module.class == .cxx)
            #expect((packages["text::"]?.kinds[.code] ?? 0) > 100)
            #expect((packages["std::"]?.kinds[.code] ?? 0) > 1000)
            #expect((packages["C"]?.kinds[.code] ?? 0) > 0)
            if flags.contains("-g") { #expect((packages["text::"]?.kinds[.debug] ?? 0) > 10_000) }
        }

        /// What a compiler makes of a source file.
        private static func build(_ file: String, _ source: String, with name: String, _ flags: [String]) async throws -> [UInt8]
        {
            let folder = try TemporaryFolder()
            try folder.write(Array(source.utf8), to: file)
            let program = "\(folder.path)/program"
            let result = try await run(
                .path(FilePath(try #require(installed(name)))),
                arguments: Arguments(flags + ["-o", program, "\(folder.path)/\(file)"]), output: .discarded,
                error: .string(limit: 1 << 16))
            try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
            return [UInt8](try Data(contentsOf: URL(filePath: program)))
        }
    }
#endif
