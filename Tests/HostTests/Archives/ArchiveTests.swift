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
        let archive = try folder.write(try TarGzip.archive(members, date: 1_700_000_000), to: "app.tar.gz")
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
        let archive = try folder.write(try ZipArchive.archive(members, date: 1_700_000_000), to: "app.zip")
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
        let first = (try TarGzip.archive(members, date: 5), try ZipArchive.archive(members, date: 5))
        try FileManager.default.setAttributes(
            [.modificationDate: Date.now.addingTimeInterval(-1e6)], ofItemAtPath: members[0].path)
        #expect(try TarGzip.archive(members, date: 5) == first.0)
        #expect(try ZipArchive.archive(members, date: 5) == first.1)
        // RFC 1952: flags, time; the archive is the same on every system.
        #expect(Array(first.0[3..<8]) == [0, 0, 0, 0, 0])
    }

    /// Lengths around those at which the length of a pax header's line has a digit more.
    @Test(arguments: [100, 101, 255, 256, 989, 990, 991, 992]) func longNames(length: Int) throws {
        let name = String((0..<length).map { $0 % 40 == 39 ? "/" : "é" }.joined().utf8.prefix(length)) ?? ""
        let long = ArchiveMember(
            name: name + String(repeating: "n", count: length - name.utf8.count), path: members[1].path, isExecutable: false)
        let archive = try folder.write(try TarGzip.archive([long, members[0]], date: 0), to: "long.tar.gz")
        #expect(
            try output("tar", "--quoting-style=literal", "--show-transformed-names", "-tzf", archive) == "\(long.name)\napp\n")
        #expect(try output("tar", "-xzOf", archive, "--no-wildcards", long.name) == "license")
    }

    @Test func emptyFiles() throws {
        let empty = ArchiveMember(name: "README", path: try folder.write("", to: "README"), isExecutable: false)
        let tar = try folder.write(try TarGzip.archive([empty, members[1]], date: 0), to: "empty.tar.gz")
        #expect(try output("tar", "-tzf", tar) == "README\nLICENSE\n")
        let zip = try folder.write(try ZipArchive.archive([empty, members[1]], date: 0), to: "empty.zip")
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
    func datesBeyondTheFormats(date: Int, tar: String, zip: Int) throws {
        let archive = try folder.write(try TarGzip.archive([members[1]], date: date), to: "date.tar.gz")
        #expect(try output("tar", "-tvzf", archive).contains(" \(tar) LICENSE"))
        let bytes = try ZipArchive.archive([members[1]], date: date)
        #expect(1980 + Int(bytes[13] >> 1) == zip)
    }
}
