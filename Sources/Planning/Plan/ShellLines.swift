extension BuildJob {
    /// The build as a line for a POSIX shell in the project's folder: `env GOOS=linux ... go build ... -o PATH MAIN`.
    ///
    /// `path` is relative to that folder too. As go changes into the module's folder first (`-C`), a relative path is
    /// then written from `$PWD`. `go` is how the shell calls go.
    ///
    /// A universal build is joined by `lipo`, which llvm has too.
    public func shellLine(output path: String, go: String = "go") -> String {
        if let slices {
            let folder = path.hasSuffix(output) ? path.dropLast(output.count) : ""
            return (["lipo", "-create", "-output", path] + slices.map { folder + $0.output }).map(shellQuoted)
                .joined(separator: " ")
        }
        let isElsewhere = workingDirectory != "."
        let output = isElsewhere && !path.hasPrefix("/") ? "\"$PWD\"/\(shellQuoted(path))" : shellQuoted(path)
        let words =
            ["env"] + environment.map { "\($0.name)=\(shellQuoted($0.value))" } + [shellQuoted(go), "build"]
            + (isElsewhere ? ["-C", shellQuoted(workingDirectory)] : []) + flags.map(quotedFlag)
            + ["-o", output, shellQuoted(main)]
        return words.joined(separator: " ")
    }
}

extension BuildPlan {
    /// All commands of the plan as lines for a POSIX shell in the project's folder, results below `folder`.
    public func shellLines(outputFolder folder: String) -> [String] {
        let perJob = jobs.allJobs.flatMap { job in
            let path = "\(folder)/\(job.output)"
            let packing = job.upx.map { (["upx", "-qq"] + $0 + [path]).map(shellQuoted).joined(separator: " ") }
            return job.before.map { $0.shellLine(path: path) } + [job.shellLine(output: path, go: goCommand)]
                + [packing].compactMap(\.self)
                + job.after.map { $0.shellLine(path: path) }
        }
        return before.map { $0.shellLine(path: "") } + perJob + after.map { $0.shellLine(path: "") }
    }
}

extension [BuildJob] {
    /// The jobs, each once, and before a universal one those that it joins.
    package var allJobs: [BuildJob] {
        var outputs: Set<String> = []
        return flatMap { ($0.slices ?? []) + [$0] }.filter { outputs.insert($0.output).inserted }
    }
}

extension Hook {
    fileprivate func shellLine(path: String) -> String {
        "sh -c \(shellQuoted(command(path: path)))"
    }
}

/// A flag as one word of a POSIX shell, with only the value quoted where the name needs no quotes: `-ldflags='-s -w'`.
func quotedFlag(_ flag: String) -> String {
    guard let equals = flag.firstIndex(of: "=") else { return shellQuoted(flag) }
    let name = flag[..<equals]
    guard shellQuoted(String(name)) == name else { return shellQuoted(flag) }
    return "\(name)=\(shellQuoted(String(flag[flag.index(after: equals)...])))"
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
    // A combining mark joins the quote before it to one character.
    return text.unicodeScalars.reduce(into: "'") { quoted, scalar in
        if scalar == "'" { quoted += #"'\''"# } else { quoted.unicodeScalars.append(scalar) }
    } + "'"
}
