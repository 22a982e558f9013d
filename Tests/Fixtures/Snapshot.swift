import Foundation
public import Testing

/// Compares `text` with the file `Snapshots/NAME` beside the test's module.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the file is written anew, and the test fails once to say so.
public func expectSnapshot(
    _ text: String, _ name: String, testFile: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let text = text.hasSuffix("\n") ? text : text + "\n"
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let module = testFile.dropFirst(tests.path.count + 1).prefix { $0 != "/" }
    let file = tests.appending(components: String(module), "Snapshots", name)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        Issue.record("\(name) is recorded anew: read it, then run without RECORD_SNAPSHOTS", sourceLocation: sourceLocation)
        return
    }
    guard let data = try? Data(contentsOf: file) else {
        Issue.record("Snapshots/\(name) is missing: record it with RECORD_SNAPSHOTS=1", sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: data, as: UTF8.self)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in expected.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        guard index < found.count, found[index] == line else {
            let other = index < found.count ? String(found[index]) : "(nothing)"
            Issue.record("Snapshots/\(name):\(index + 1)\nexpected: \(line)\nfound:    \(other)", sourceLocation: sourceLocation)
            return
        }
    }
    #expect(text == expected, sourceLocation: sourceLocation)
}
