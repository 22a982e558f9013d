/// The first lines of an output, where Go says why a program ends, and the last ones.
package struct Excerpt: Sendable {
    package private(set) var first: [String] = []
    private var last: [String] = []
    private var dropped = 0

    package init() {}

    package mutating func append(_ line: String) {
        let line = line.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    ")
        if first.count < 4 {
            first.append(line)
            return
        }
        last.append(line)
        if last.count > 5 {
            last.removeFirst()
            dropped += 1
        }
    }

    package var lines: [String] { first + (dropped > 0 ? ["… \(dropped) more lines"] : []) + last }
}
