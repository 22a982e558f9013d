import Fixtures
import Foundation
import Testing

@testable import Host

struct SearchPathTests {
    @Test(arguments: [false, true]) func firstExecutableFile(isRelative: Bool) throws {
        let folder = try TemporaryFolder()
        for name in ["a/tool/file", "b/other", "c/tool", "d/tool"] { try folder.write("", to: name) }
        for name in ["c/tool", "d/tool"] { _ = try folder.script("echo tool", to: name) }
        try folder.write("not executable", to: "b/tool")
        let up = String(repeating: "../", count: FileManager.default.currentDirectoryPath.split(separator: "/").count)
        let root = isRelative ? up + folder.path.dropFirst() : folder.path
        let path = SearchPath(environment: ["PATH": ["", "a", "b", "c", "d"].map { "\(root)/\($0)" }.joined(separator: ":")])
        let expected = isRelative ? "\(FileManager.default.currentDirectoryPath)/\(root)/c/tool" : "\(root)/c/tool"
        #expect(path.executable("tool") == expected)
        #expect(path.executable("\(root)/c/tool") == expected)
        #expect(path.executable("other") == nil)
        #expect(path.executable("\(root)/b/tool") == nil)
    }
}
