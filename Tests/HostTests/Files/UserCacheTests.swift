import Fixtures
import Foundation
import Testing

@testable import Host

struct UserCacheTests {
    @Test(arguments: [
        (["HOME": "/h"], "/h/.cache/pare"), (["HOME": "/h", "XDG_CACHE_HOME": "/x"], "/x/pare"),
        (["HOME": "/h", "XDG_CACHE_HOME": "", "PARE_CACHE": ""], "/h/.cache/pare"),
        (["HOME": "/h", "XDG_CACHE_HOME": "/x", "PARE_CACHE": "/p"], "/p"), (["HOME": "/h", "PARE_CACHE": "off"], nil),
        ([:], nil),
    ])
    func theFolder(environment: [String: String], expected: String?) {
        #expect(UserCache(environment: environment)?.folder == expected)
    }

    private func write(_ cache: UserCache, _ key: String, _ text: String) {
        cache.write("kind", key, unsafe text.utf8.span.bytes)
    }

    private func read(_ cache: UserCache, _ key: String) -> String? {
        guard let file = cache.file("kind", key) else { return nil }
        return file.text
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let folder = try TemporaryFolder()
        let cache = try #require(UserCache(environment: ["PARE_CACHE": folder.path + "/deep/cache"]))
        #expect(read(cache, "a") == nil)
        write(cache, "a", "one")
        write(cache, "a", "two")
        #expect(read(cache, "a") == "two")
        cache.remove("kind", "a")
        #expect(read(cache, "a") == nil)
    }

    @Test func whatWasNotUsedForLongestGoesFirst() throws {
        let folder = try TemporaryFolder()
        let cache = try #require(UserCache(environment: ["PARE_CACHE": folder.path], limit: 100))
        for (age, key) in ["a", "b", "c"].enumerated() {
            write(cache, key, String(repeating: key, count: 30))
            let date = Date(timeIntervalSinceNow: Double(-1000 + age))
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: "\(folder.path)/kind/\(key)")
        }
        #expect(read(cache, "a") != nil, "used now")
        write(cache, "d", String(repeating: "d", count: 30))
        #expect(["a", "b", "c", "d"].map { read(cache, $0) != nil } == [true, false, true, true])
        write(cache, "e", String(repeating: "e", count: 101))
        #expect(read(cache, "e") == nil, "larger than all")
    }

    @Test func whatWasNotUsedForAMonthGoes() throws {
        let folder = try TemporaryFolder()
        let cache = try #require(UserCache(environment: ["PARE_CACHE": folder.path]))
        write(cache, "old", "old")
        let date = Date(timeIntervalSinceNow: -31 * 24 * 3600)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: folder.path + "/kind/old")
        write(cache, "new", "new")
        #expect(folder.list("kind") == ["new"])
    }

    @Test func aFolderThatCannotBeWrittenIsNoError() throws {
        let folder = try TemporaryFolder()
        try folder.write("a file", to: "cache")
        let cache = try #require(UserCache(environment: ["PARE_CACHE": folder.path + "/cache"]))
        write(cache, "a", "one")
        #expect(read(cache, "a") == nil)
    }
}
