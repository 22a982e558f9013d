import BinaryFormats
import Fixtures
import Foundation
import GoMetadata
import Testing

@testable import Attribution

/// Programs whose truth is known: whose are the bytes of one package's data. `PARE_SLOW_TESTS=1` builds all 480 of them twice.
@Suite(.runsGo, .serialized)
struct DataProgramTests {
    static let isSlow = ProcessInfo.processInfo.environment["PARE_SLOW_TESTS"] == "1"

    static let programs: [DataProgram] =
        isSlow
        ? DataProgram.targets.flatMap { target in
            DataProgram.Form.allCases.flatMap { form in
                DataProgram.Content.allCases.flatMap { content in
                    DataProgram.Imports.allCases.map { DataProgram(target, form, content, $0, seed: 2) }
                }
            }
        }
        : [
            DataProgram("linux/amd64", .embeddedText, .addresses8, .anotherUser),
            DataProgram("linux/amd64", .embeddedBytes, .addresses8, .none),
            DataProgram("linux/amd64", .numbers, .addresses4, .fmt),
            DataProgram("linux/386", .constant, .addresses4, .anotherUser),
            DataProgram("linux/386", .embeddedBytes, .random, .none),
            DataProgram("windows/386", .embeddedText, .addresses4, .fmt),
            DataProgram("windows/386", .embeddedFiles, .random, .none),
            DataProgram("windows/amd64", .embeddedFiles, .addresses8, .anotherUser),
            DataProgram("darwin/arm64", .embeddedText, .smallNumbers, .fmt),
            DataProgram("darwin/arm64", .numbers, .addresses8, .none),
        ]

    @Test(arguments: programs) func dataBelongsToItsPackage(program: DataProgram) async throws {
        let folder = try TemporaryFolder()
        try program.write(to: folder)
        for isStripped in [false, true] {
            let found = try owners(of: program.data, in: await program.build(in: folder, stripped: isStripped))
            let size = Double(program.data.count)
            #expect(found.copies == 1)
            // A constant has no declarer in any file, a variable only where symbols are left.
            let users = isStripped || program.form == .constant ? program.users : [program.users[0]]
            let right = users.reduce(0) { $0 + found.bytes[$1, default: 0] }
            #expect(right >= 0.98 * size, "\(program) \(isStripped ? "stripped" : "whole"): \(found.bytes)")
            #expect(found.bytes["", default: 0] < 0.01 * size, "\(program): unexplained")
        }
    }

    /// The linker stores equal texts once, those of `[]byte` once for each variable.
    @Test(arguments: [("text", "text"), ("text", "files"), ("files", "files"), ("bytes", "text"), ("bytes", "files")])
    func aFileThatTwoPackagesEmbedIsShared(first: String, second: String) async throws {
        let declarations = [
            "text": "import _ \"embed\"\n\n//go:embed data.bin\nvar data string\n\nfunc get() string { return data }",
            "bytes": "import _ \"embed\"\n\n//go:embed data.bin\nvar data []byte\n\nfunc get() string { return string(data) }",
            "files":
                "import \"embed\"\n\n//go:embed data.bin\nvar data embed.FS\n\nfunc get() string { b, _ := data.ReadFile(\"data.bin\"); return string(b) }",
        ]
        let folder = try TemporaryFolder()
        let data = DataProgram("linux/amd64", .embeddedText, .random, .none).data
        try folder.write("module example.test\n\ngo 1.21\n", to: "go.mod")
        for (name, form) in [("one", first), ("two", second)] {
            try folder.write(data, to: "\(name)/data.bin")
            try folder.write(
                "package \(name)\n\n\(declarations[form] ?? "")\n\n//go:noinline\nfunc At(i int) byte { return get()[i] }\n",
                to: "\(name)/\(name).go")
        }
        try folder.write(
            """
            package main

            import ("os"; "example.test/one"; "example.test/two")

            func main() { println(one.At(len(os.Args)), two.At(len(os.Args))) }

            """, to: "main.go")
        for target in ["linux/amd64", "windows/amd64"] {
            for isStripped in [false, true] {
                let found = try owners(of: data, in: await buildModule(folder, target: target, stripped: isStripped))
                for package in ["example.test/one", "example.test/two"] {
                    let part = found.bytes[package, default: 0] / Double(found.copies * data.count)
                    #expect(part > 0.49, "\(first) and \(second), \(target), \(isStripped): \(found.bytes)")
                }
            }
        }
    }

    /// How many bytes of all copies of `data` each package has, under an empty name what is unowned.
    private func owners(of data: [UInt8], in file: [UInt8]) throws -> (copies: Int, bytes: [String: Double]) {
        let span = unsafe file.span.bytes
        let image = try Image(span)
        let profile = try SizeProfile(image, GoProgram(image, span), span, AttributionOptions(details: true))
        let details = try #require(profile.details)
        var copies = 0
        var bytes: [String: Double] = [:]
        let (whole, part) = (Data(file), Data(data))
        var start = 0
        while let place = whole.range(of: part, in: start..<whole.count) {
            copies += 1
            start = place.upperBound
            for claim in details.map.regions.lazy.flatMap(\.claims) where claim.range.overlaps(place) {
                let packages: [Int] =
                    switch claim.owner.meaning {
                    case .package(let package): [package]
                    case .shared(let set): details.owners.sets[set]
                    case .overhead, .unexplained: []
                    }
                let size = Double(claim.range.clamped(to: place).count)
                for package in packages { bytes[details.owners.packages[package], default: 0] += size / Double(packages.count) }
                if packages.isEmpty { bytes["", default: 0] += size }
            }
        }
        return (copies, bytes)
    }
}
