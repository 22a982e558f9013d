/// The files `pare init` writes for a Go module.
public enum InitialFiles {
    /// Text of `targets.json`: the built-in catalogue.
    public static let targets = TargetCatalogue.builtInText

    /// Text of `pipelines/release.yml` for the main packages found in a module, as go takes them: `./cmd/app`.
    ///
    /// Without any, the text has `.`.
    public static func pipeline(modulePath: String, mains: [String]) -> String {
        """
        # What `pare build` makes of \(modulePath): every main for every target with every preset.
        name: release
        module: .

        mains:
        \((mains.isEmpty ? ["."] : mains).map { "  - \(yamlQuoted($0))" }.joined(separator: "\n"))

        # Targets, globs (linux/*) and groups (desktop, first-class); `pare targets` lists them.
        targets:
          - linux/amd64
          - linux/arm64
          - darwin/arm64
          - windows/amd64

        # `pare presets` says what each passes to go.
        presets:
          - default # as `go build` makes it
          - strip # without symbol table and DWARF
          - small # without build paths and VCS stamp as well

        # A budget that is broken ends `pare build` with exit code 1.
        # budgets:
        #   - { artifact: "linux/*/small", max: 20MiB }

        """
    }

    private static func yamlQuoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-".contains($0)) }
        guard !isPlain || text.hasPrefix("-") else { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
