/// Whether two builds differ in nothing but their sources, so that growth is that of the program.
package enum BuildMatch {
    /// The difference in how the earlier build was made, as the reason for not judging; nil when there is none, as far as
    /// both tell.
    ///
    /// A packed file does not tell its release of Go: it is that of the others in its report.
    package static func difference(
        _ old: BuildReport.Build, in baseline: BuildReport, _ new: BuildReport.Build, in report: BuildReport
    )
        -> String?
    {
        if let before = release(of: old, baseline), let now = release(of: new, report), before != now {
            return "the baseline is of \(before.visible), not of \(now.visible)"
        }
        guard let old = old.weigh, let new = new.weigh, old.go != nil, new.go != nil else { return nil }
        let names = Set(old.settings.keys).union(new.settings.keys).filter(matters).sorted()
        let differing = names.filter { value($0, old) != value($0, new) }
        guard let name = differing.first else { return nil }
        let more = differing.count > 1 ? ", \(differing.dropFirst().map(\.visible).joined(separator: ", "))" : ""
        return "the baseline has another \(name.visible)\(more): \(quoted(value(name, old))), not \(quoted(value(name, new)))"
    }

    private static func release(of build: BuildReport.Build, _ report: BuildReport) -> String? {
        build.weigh?.go ?? report.builds.lazy.compactMap { $0.weigh?.go }.first
    }

    /// Settings of version control and sources (`go.mod` decides `DefaultGODEBUG`) change with every commit.
    private static func matters(_ name: String) -> Bool {
        name != "vcs" && !name.hasPrefix("vcs.") && name != "DefaultGODEBUG"
    }

    private static func value(_ name: String, _ report: WeighReport) -> String {
        let value = report.settings[name] ?? ""
        switch name {
        case "-ldflags": return withoutStamps(value)
        // The folder is that of a checkout.
        case "-pgo": return value.split(separator: "/").last.map(String.init) ?? ""
        default: return value
        }
    }

    /// Flags of the linker without the variables that they set (`-X main.version=v1.2`).
    private static func withoutStamps(_ flags: String) -> String {
        var kept: [Substring] = []
        var quote: Character?
        var word = flags.startIndex
        var words: [Substring] = []
        for index in flags.indices {
            let character = flags[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == " " {
                words.append(flags[word..<index])
                word = flags.index(after: index)
            }
        }
        words.append(flags[word...])
        var isValue = false
        for word in words where !word.isEmpty {
            let name = word.drop { "-'\"".contains($0) }
            let isFlag = word.drop { "'\"".contains($0) }.hasPrefix("-")
            if isValue {
                isValue = false
            } else if isFlag, name == "X" {
                isValue = true
            } else if !(isFlag && name.hasPrefix("X=")) {
                kept.append(word)
            }
        }
        return kept.joined(separator: " ")
    }

    private static func quoted(_ value: String) -> String { value.isEmpty ? "none" : "`\(value.visible)`" }
}
