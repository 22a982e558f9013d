import Foundation

/// Compares `text` with the file `Snapshots/NAME` of the test's module; throws the first line that differs.
///
/// With `RECORD_SNAPSHOTS=1` in the environment it rewrites the file, and throws once to report it.
public func expectSnapshot(_ text: String, _ name: String, testFile: String = #filePath) throws {
    let text = text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let module = testFile.dropFirst(tests.path.count + 1).prefix { $0 != "/" }
    let file = tests.appending(components: String(module), "Snapshots", name)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        throw SnapshotDifference(description: "\(name) was rewritten: review it, then run without RECORD_SNAPSHOTS")
    }
    guard let data = try? Data(contentsOf: file) else {
        throw SnapshotDifference(description: "Snapshots/\(name) is missing: record it with RECORD_SNAPSHOTS=1")
    }
    let expected = String(decoding: data, as: UTF8.self)
    if text == expected { return }
    let lines = (
        expected: expected.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline),
        found: text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    )
    for index in 0..<max(lines.expected.count, lines.found.count) {
        let wanted = index < lines.expected.count ? lines.expected[index] : "(nothing)"
        let found = index < lines.found.count ? lines.found[index] : "(nothing)"
        guard wanted == found else {
            throw SnapshotDifference(description: "Snapshots/\(name):\(index + 1)\nexpected: \(wanted)\nfound:    \(found)")
        }
    }
    throw SnapshotDifference(description: "Snapshots/\(name) has other line ends")
}

private struct SnapshotDifference: Error, CustomStringConvertible {
    var description: String
}
