import Foundation
import Testing

/// Compares with `Snapshots/NAME`; with PARE_RECORD=1 writes it, and fails once so that nobody records by accident.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(components: "Snapshots", name)
    if ProcessInfo.processInfo.environment["PARE_RECORD"] == "1" {
        try Data(text.utf8).write(to: file)
        Issue.record("recorded Snapshots/\(name); run again without PARE_RECORD", sourceLocation: sourceLocation)
        return
    }
    guard let data = try? Data(contentsOf: file) else {
        Issue.record("Snapshots/\(name) is missing; record it with PARE_RECORD=1", sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: data, as: UTF8.self)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in expected.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        guard index < found.count, found[index] == line else {
            let other = index < found.count ? String(found[index]) : "(nothing)"
            Issue.record(
                "Snapshots/\(name):\(index + 1)\nexpected: \(line)\nfound:    \(other)", sourceLocation: sourceLocation)
            return
        }
    }
    #expect(text == expected, sourceLocation: sourceLocation)
}
