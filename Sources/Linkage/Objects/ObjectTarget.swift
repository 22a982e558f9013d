/// The target of an object file: `go object linux amd64 go1.27.3 GOAMD64=v1 X:EXPERIMENTS`.
struct ObjectTarget: Sendable, Hashable {
    var goos = ""
    var goarch = ""
    var version = ""
    /// Whether functions have wrappers for calls between ABIs; otherwise both ABIs are equal.
    var hasWrappers = false
}

extension ObjectTarget {
    init(line: String) {
        self.init()
        let words = line.prefix { $0 != "\n" }.split(separator: " ").map(String.init)
        guard words.count > 4 else { return }
        goos = words[2]
        goarch = words[3]
        version = words.dropFirst(4).first { $0.hasPrefix("go1.") } ?? words[4]
        hasWrappers = words.contains { $0.hasPrefix("X:") && $0.contains("regabiwrappers") }
    }
}

extension ObjectTarget: CustomStringConvertible {
    var description: String { "\(goos)/\(goarch) by \(version)" }
}
