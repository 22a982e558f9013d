/// The difference between two texts as `git apply` and `patch` read it.
package struct UnifiedDiff {
    private static let context = 3

    /// Headers and hunks; empty for equal texts. `path` is relative to the folder in which the patch is applied.
    package static func text(path: String, from old: String, to new: String) -> String {
        guard old != new else { return "" }
        let (before, after) = (lines(old), lines(new))
        var removed = Array(repeating: false, count: before.count)
        var inserted = Array(repeating: false, count: after.count)
        for change in after.difference(from: before) {
            switch change {
            case .remove(let offset, _, _): removed[offset] = true
            case .insert(let offset, _, _): inserted[offset] = true
            }
        }
        var script: [(sign: Character, line: String)] = []
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if left < before.count, removed[left] {
                script.append(("-", before[left]))
                left += 1
            } else if right < after.count, inserted[right] {
                script.append(("+", after[right]))
                right += 1
            } else {
                script.append((" ", before[left]))
                (left, right) = (left + 1, right + 1)
            }
        }
        return "diff --git a/\(path) b/\(path)\n--- a/\(path)\n+++ b/\(path)\n" + hunks(script)
    }

    private static func hunks(_ script: [(sign: Character, line: String)]) -> String {
        var text = ""
        var (left, right, index) = (1, 1, 0)
        while let change = script[index...].firstIndex(where: { $0.sign != " " }) {
            let start = max(index, change - context)
            (left, right) = (left + start - index, right + start - index)
            var end = change + 1
            while let next = script[end...].firstIndex(where: { $0.sign != " " }), next - end <= 2 * context { end = next + 1 }
            end = min(script.count, end + context)
            let lines = script[start..<end]
            let (old, new) = (lines.count { $0.sign != "+" }, lines.count { $0.sign != "-" })
            // An empty side is placed behind the line before it.
            text += "@@ -\(old == 0 ? left - 1 : left),\(old) +\(new == 0 ? right - 1 : right),\(new) @@\n"
            text += lines.map { "\($0.sign)\($0.line)" + ($0.line.hasSuffix("\n") ? "" : "\n\\ No newline at end of file\n") }
                .joined()
            (left, right, index) = (left + old, right + new, end)
        }
        return text
    }

    private static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        var start = text.utf8.startIndex
        while start < text.utf8.endIndex {
            let end =
                text.utf8[start...].firstIndex(of: UInt8(ascii: "\n")).map { text.utf8.index(after: $0) } ?? text.utf8.endIndex
            lines.append(String(decoding: text.utf8[start..<end], as: UTF8.self))
            start = end
        }
        return lines
    }
}
