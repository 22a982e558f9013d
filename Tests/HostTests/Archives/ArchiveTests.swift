import Fixtures
import Foundation
import Testing

@testable import Host

struct ArchiveTests {
    let folder: TemporaryFolder
    let members: [ArchiveMember]

    init() throws {
        folder = try TemporaryFolder()
        let binary = try folder.write(Array(repeating: UInt8(ascii: "x"), count: 100_000) + [0, 1, 2], to: "app")
        let text = try folder.write("license", to: "LICENSE")
        members = [
            ArchiveMember(name: "app", path: binary, isExecutable: true),
            ArchiveMember(name: "LICENSE", path: text, isExecutable: false),
        ]
    }

    private func tar(_ members: [ArchiveMember], date: Int, chunk: Int = 1 << 18) throws -> [UInt8] {
        let path = folder.path + "/made.tar.gz"
        let file = try OutputFile(at: path)
        try TarGzip.write(members, date: date, to: file, chunk: chunk)
        return try committed(file, path)
    }

    private func zip(_ members: [ArchiveMember], date: Int, chunk: Int = 1 << 18) throws -> [UInt8] {
        let path = folder.path + "/made.zip"
        let file = try OutputFile(at: path)
        try ZipArchive.write(members, date: date, to: file, chunk: chunk)
        return try committed(file, path)
    }

    private func committed(_ file: OutputFile, _ path: String) throws -> [UInt8] {
        let digest = try file.digest()
        try file.commit()
        let bytes = Array(FileManager.default.contents(atPath: path) ?? Data())
        #expect(file.count == bytes.count)
        #expect(SHA256.hexadecimal(of: unsafe bytes.span.bytes) == digest)
        return bytes
    }

    private func output(_ command: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }

    @Test func tarReadsIt() throws {
        let archive = try folder.write(try tar(members, date: 1_700_000_000), to: "app.tar.gz")
        let list = try output("tar", "-tvzf", archive).split(separator: "\n").map {
            $0.split(separator: " ").joined(separator: " ")
        }
        #expect(
            list == ["-rwxr-xr-x root/root 100003 2023-11-14 22:13 app", "-rw-r--r-- root/root 7 2023-11-14 22:13 LICENSE"])
        #expect(try output("tar", "-xzOf", archive, "LICENSE") == "license")
        #expect(try output("tar", "-xzOf", archive, "app").utf8.count == 100_003)
    }

    @Test(
        .enabled(
            if: SearchPath(environment: ProcessInfo.processInfo.environment).executable("python3") != nil,
            "no python3, whose zipfile reads the archive"))
    func zipReadsIt() throws {
        let archive = try folder.write(try zip(members, date: 1_700_000_000), to: "app.zip")
        let script = """
            import sys, zipfile
            archive = zipfile.ZipFile(sys.argv[1])
            assert archive.testzip() is None
            for info in archive.infolist():
                print(info.filename, info.file_size, oct(info.external_attr >> 16), info.date_time)
            print(archive.read("LICENSE").decode())
            """
        #expect(
            try output("python3", "-c", script, archive) == """
                app 100003 0o100755 (2023, 11, 14, 22, 13, 20)
                LICENSE 7 0o100644 (2023, 11, 14, 22, 13, 20)
                license

                """)
    }

    @Test func theSameMembersMakeTheSameBytes() throws {
        let first = (try tar(members, date: 5), try zip(members, date: 5))
        try FileManager.default.setAttributes(
            [.modificationDate: Date.now.addingTimeInterval(-1e6)], ofItemAtPath: members[0].path)
        #expect(try tar(members, date: 5) == first.0)
        #expect(try zip(members, date: 5) == first.1)
        // RFC 1952: flags, time; the archive is the same on every system.
        #expect(Array(first.0[3..<8]) == [0, 0, 0, 0, 0])
    }

    /// Lengths around those at which the length of a pax header's line has a digit more.
    @Test(arguments: [100, 101, 255, 256, 989, 990, 991, 992]) func longNames(length: Int) throws {
        let name = String((0..<length).map { $0 % 40 == 39 ? "/" : "é" }.joined().utf8.prefix(length)) ?? ""
        let long = ArchiveMember(
            name: name + String(repeating: "n", count: length - name.utf8.count), path: members[1].path, isExecutable: false)
        let archive = try folder.write(try tar([long, members[0]], date: 0), to: "long.tar.gz")
        #expect(
            try output("tar", "--quoting-style=literal", "--show-transformed-names", "-tzf", archive) == "\(long.name)\napp\n")
        #expect(try output("tar", "-xzOf", archive, "--no-wildcards", long.name) == "license")
    }

    @Test func emptyFiles() throws {
        let empty = ArchiveMember(name: "README", path: try folder.write("", to: "README"), isExecutable: false)
        let tar = try folder.write(try tar([empty, members[1]], date: 0), to: "empty.tar.gz")
        #expect(try output("tar", "-tzf", tar) == "README\nLICENSE\n")
        let zip = try folder.write(try zip([empty, members[1]], date: 0), to: "empty.zip")
        guard SearchPath(environment: ProcessInfo.processInfo.environment).executable("python3") != nil else {
            try skip("no python3 on PATH, whose zipfile reads the archive")
        }
        let list = try output("python3", "-c", "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).testzip())", zip)
        #expect(list == "None\n")
    }

    /// Seconds since 1970, and what the formats can say.
    @Test(arguments: [
        (-5, "1970-01-01 00:00", 1980), (4_354_819_200, "2108-01-01 00:00", 2107),
        (99_999_999_999_999, "2242-03-16 12:56", 2107), (Int.max, "2242-03-16 12:56", 2107),
    ])
    func datesBeyondTheFormats(date: Int, year: String, dosYear: Int) throws {
        let archive = try folder.write(try tar([members[1]], date: date), to: "date.tar.gz")
        #expect(try output("tar", "-tvzf", archive).contains(" \(year) LICENSE"))
        let bytes = try zip([members[1]], date: date)
        #expect(1980 + Int(bytes[13] >> 1) == dosYear)
    }

    /// The archive does not depend on how much of a member is in memory, so neither on the version of Pare that held all of it.
    @Test func piecesOfAnySizeMakeTheSameBytes() throws {
        var generator = SeededGenerator(seed: 6)
        let words = (0..<400).map { _ in
            (0..<Int.random(in: 3...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        let bytes = (0..<60_000).flatMap { _ in words[Int.random(in: 0..<400, using: &generator)] }
        #expect(bytes.count > 1 << 20)
        let large = ArchiveMember(name: "large", path: try folder.write(bytes, to: "large"), isExecutable: true)
        let whole = (try tar([large] + members, date: 5, chunk: 1 << 24), try zip([large] + members, date: 5, chunk: 1 << 24))
        for chunk in [1 << 18, 1 << 16, 4_001] {
            #expect(try tar([large] + members, date: 5, chunk: chunk) == whole.0, "\(chunk)")
            #expect(try zip([large] + members, date: 5, chunk: chunk) == whole.1, "\(chunk)")
        }
        #expect(try output("tar", "-xzOf", try folder.write(whole.0, to: "l.tar.gz"), "large").isEmpty == false)
    }

    /// 300 MB without a block on the disk, packed in a process of its own whose peak is looked at.
    @Test func memoryDoesNotGrowWithTheFile() async throws {
        let path = folder.path
        _ = FileManager.default.createFile(atPath: path + "/sparse", contents: nil)
        try #require(FileHandle(forWritingAtPath: path + "/sparse")).truncate(atOffset: 300 << 20)
        await #expect(processExitsWith: .success) { [path = path as String] in
            func peak() -> Int {
                let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
                let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
                return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? .max
            }
            let before = peak()
            let member = ArchiveMember(name: "sparse", path: path + "/sparse", isExecutable: false)
            for write in [TarGzip.write, ZipArchive.write] {
                let file = try OutputFile(at: path + "/sparse.archive")
                try write([member], 0, file, 1 << 18)
                _ = try file.digest()
                #expect(file.count < 1 << 20)
            }
            #expect(peak() - before < 16 << 10, "KiB above \(before)")
        }
    }

    @Test func whatIsNotCommittedLeavesNothing() throws {
        let missing = ArchiveMember(name: "missing", path: folder.path + "/missing", isExecutable: false)
        #expect(throws: FileError.self) { try tar([members[0], missing], date: 0) }
        #expect(throws: FileError.self) { try zip([members[0], missing], date: 0) }
        #expect(folder.list("").sorted() == ["LICENSE", "app"])
    }

    private func contents(_ bytes: [UInt8]) throws -> ArchiveContents? {
        try ArchiveContents(path: folder.write(bytes, to: "read"))
    }

    @Test func whatWasWrittenIsRead() throws {
        for bytes in [try tar(members, date: 0), try zip(members, date: 0)] {
            let read = try #require(try contents(bytes)).members
            #expect(read.map(\.name) == ["app", "LICENSE"] && read.map(\.contents.count) == [100_003, 7])
            #expect(read[1].contents == Array("license".utf8))
        }
        #expect(try contents(Array("no archive".utf8)) == nil)
    }

    /// Each prefix, and each byte changed, gives an error or members, and never ends the program.
    @Test(.timeLimit(.minutes(5))) func damagedArchivesAreRefused() throws {
        let small = [members[1], ArchiveMember(name: "again", path: members[1].path, isExecutable: true)]
        for bytes in [try tar(small, date: 0), try zip(small, date: 0)] {
            for count in 4..<bytes.count {
                #expect(throws: FileError.self, "\(count) of \(bytes.count) bytes") { try contents(Array(bytes[..<count])) }
            }
            for index in bytes.indices {
                var damaged = bytes
                damaged[index] ^= 0xff
                let read = (try? contents(damaged)) ?? nil
                #expect((read?.members.count ?? 0) <= 4)
            }
        }
    }
}
