/// Writes the YAML of a pipeline.
struct PipelineWriter {
    private(set) var text = ""

    mutating func line(_ line: String = "", indent: Int = 0) {
        text += line.isEmpty ? "\n" : String(repeating: " ", count: indent) + line + "\n"
    }

    /// `# …` in lines of at most 110 characters.
    mutating func comment(_ comment: String, indent: Int = 0, hanging: String = "") {
        var line = "#"
        for word in comment.split(separator: " ", omittingEmptySubsequences: false) {
            if line.count + word.count + indent > 110, line.count > 1 {
                self.line(line, indent: indent)
                line = "#" + hanging
            }
            line += " " + word
        }
        self.line(line, indent: indent)
    }

    /// Keys with their values; `env.NAME` goes into a mapping `env`, lists of commands into `hooks`.
    mutating func settings(_ values: [(key: String, value: ImportedValue)], indent: Int) {
        for (key, value) in values where !key.hasPrefix("env.") && !HooksReader.keysOfBuild.contains(key) {
            entry(key, value, indent: indent)
        }
        let variables = values.filter { $0.key.hasPrefix("env.") }
        if !variables.isEmpty { line("env:", indent: indent) }
        for (key, value) in variables { entry(String(key.dropFirst("env.".count)), value, indent: indent + 2) }
        let hooks = values.filter { HooksReader.keysOfBuild.contains($0.key) }
        if !hooks.isEmpty { line("hooks:", indent: indent) }
        for (key, value) in hooks { entry(key, value, indent: indent + 2) }
    }

    mutating func entry(_ key: String, _ value: ImportedValue, indent: Int) {
        switch value {
        case .scalar(let text): line("\(key): \(yamlQuoted(text))", indent: indent)
        case .list(let items):
            let flow = "\(key): \(Self.flow(items))"
            if flow.count + indent <= 100, key != "ldflags" || items.count < 3 { return line(flow, indent: indent) }
            line("\(key):", indent: indent)
            for item in items { line("- \(yamlQuoted(item))", indent: indent + 2) }
        case .files(let files):
            let flow = "\(key): [\(files.map(Self.flow).joined(separator: ", "))]"
            if flow.count + indent <= 100 { return line(flow, indent: indent) }
            line("\(key):", indent: indent)
            for files in files { line("- \(Self.flow(files))", indent: indent + 2) }
        }
    }

    /// An item of a list: its selectors in one line with short values, in several with long ones.
    mutating func item(
        _ selectors: [(key: String, value: ImportedValue)], _ values: [(key: String, value: ImportedValue)], indent: Int
    ) {
        let all = selectors + values
        let isFlat = !values.contains { $0.key.hasPrefix("env.") || HooksReader.keysOfBuild.contains($0.key) }
        let flow = "- { \(all.map { "\($0.key): \(Self.flow($0.value))" }.joined(separator: ", ")) }"
        if isFlat, flow.count + indent <= 118 { return line(flow, indent: indent) }
        var inner = PipelineWriter()
        for (key, value) in selectors { inner.entry(key, value, indent: 0) }
        inner.settings(values, indent: 0)
        for (index, text) in inner.text.split(separator: "\n").enumerated() {
            line((index == 0 ? "- " : "  ") + text, indent: indent)
        }
    }

    static func flow(_ items: [String]) -> String { "[\(items.map(yamlQuoted).joined(separator: ", "))]" }

    private static func flow(_ value: ImportedValue) -> String {
        switch value {
        case .scalar(let text): yamlQuoted(text)
        case .list(let items): flow(items)
        case .files(let files): "[\(files.map(flow).joined(separator: ", "))]"
        }
    }

    private static func flow(_ files: ArchiveFiles) -> String {
        guard files.destination != nil || files.isFlat else { return yamlQuoted(files.pattern) }
        let to = files.destination.map { ", to: \(yamlQuoted($0))" } ?? ""
        return "{ from: \(yamlQuoted(files.pattern))\(to)\(files.isFlat ? ", flat: true" : "") }"
    }
}

/// A text as YAML, in quotes only where it needs them.
func yamlQuoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-+=* ".contains($0)) }
    let starts = text.first.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" } ?? false
    let isFlag = text.first == "-" && text.drop { $0 == "-" }.first?.isLetter == true && !text.hasPrefix("---")
    if isPlain, starts || isFlag, text.last != " ",
        !["true", "false", "null", "yes", "no", "on", "off"].contains(text.lowercased()) || text == "true"
    {
        return text
    }
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    let escapes: [Unicode.Scalar: String] = ["\n": "\\n", "\t": "\\t", "\r": "\\r", "\"": "\\\"", "\\": "\\\\"]
    return "\""
        + text.unicodeScalars.map { scalar in
            escapes[scalar]
                ?? (scalar.value < 0x20 || scalar.value == 0x7F
                    ? "\\x\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))" : String(scalar))
        }.joined() + "\""
}
