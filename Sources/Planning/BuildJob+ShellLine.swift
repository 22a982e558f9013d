extension BuildJob {
    /// The build as a line for a POSIX shell in the project's folder: `env GOOS=linux ... go build ... -o PATH MAIN`.
    ///
    /// `path` is relative to that folder too. As go changes into the module's folder first (`-C`), a relative path is
    /// then written from `$PWD`.
    public func shellLine(output path: String) -> String {
        let isElsewhere = workingDirectory != "."
        let output = isElsewhere && !path.hasPrefix("/") ? "\"$PWD\"/\(shellQuoted(path))" : shellQuoted(path)
        let words =
            ["env"] + environment.map { "\($0.name)=\(shellQuoted($0.value))" } + ["go", "build"]
            + (isElsewhere ? ["-C", shellQuoted(workingDirectory)] : []) + flags.map(quotedFlag)
            + ["-o", output, shellQuoted(main)]
        return words.joined(separator: " ")
    }

    /// Quotes only the value where the name needs none: `-ldflags='-s -w'`.
    private func quotedFlag(_ flag: String) -> String {
        guard let equals = flag.firstIndex(of: "=") else { return shellQuoted(flag) }
        let name = flag[..<equals]
        guard shellQuoted(String(name)) == name else { return shellQuoted(flag) }
        return "\(name)=\(shellQuoted(String(flag[flag.index(after: equals)...])))"
    }
}

/// `text` as one word of a POSIX shell, in single quotes only where it needs them.
public func shellQuoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", ",", "/", ":", "=", "@", "%", "+": true
        default: false
        }
    }
    guard !isPlain || text.isEmpty else { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
}
