/// Flags of `go build` by the keys that pipelines have for them.
struct GoFlags {
    var trimpath = false
    var mod: String?
    var buildmode: String?
    var tags: [String] = []
    var flags: [String] = []
    /// As written; split into flags at the end.
    var ldflags: [String] = []
    var gcflags: [String] = []
    var asmflags: [String] = []
    /// A flag that waits for its value in the next entry.
    private var open: (flag: String, node: ImportedNode)?

    private static let withValue = [
        "asmflags", "buildmode", "buildvcs", "compiler", "covermode", "coverpkg", "gccgoflags", "gcflags", "installsuffix",
        "ldflags", "mod", "modfile", "overlay", "p", "pgo", "pkgdir", "tags", "toolexec", "C", "o",
    ]

    /// One word of the command line.
    mutating func add(_ word: String, _ node: ImportedNode, _ reader: inout ImportReader) {
        if let flag = open?.flag {
            open = nil
            return add("\(flag)=\(word)", node, &reader)
        }
        if word.isEmpty { return }
        let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
        let value = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
        guard value != nil || !Self.withValue.contains(name) || name == "buildvcs" else {
            open = (word, node)
            return
        }
        switch (name, value ?? "") {
        case ("trimpath", "false"): trimpath = false
        case ("trimpath", _): trimpath = true
        case ("v", _), ("x", _): reader.note(node, "Pare shows what is compiled by itself")
        case ("p", _): reader.note(node, "the processors are shared by `pare build -j`")
        case ("C", _), ("o", _): reader.note(node, "the plan names folders and output")
        case ("mod", let value): mod = value
        case ("buildmode", let value): buildmode = value
        case ("tags", let value):
            tags += value.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
        case ("ldflags", let value):
            if value.hasPrefix("-") || value.hasPrefix("all=-") {
                ldflags.append(value.hasPrefix("all=") ? String(value.dropFirst("all=".count)) : value)
            } else {
                reader.note(node, "ldflags for some packages: those of a pipeline are for every main package")
            }
        case ("gcflags", let value): addTool(value, "gcflags", to: \.gcflags, node, &reader)
        case ("asmflags", let value): addTool(value, "asmflags", to: \.asmflags, node, &reader)
        case ("pgo", "auto"), ("compiler", "gc"): break
        case ("pgo", _), ("compiler", _), ("gccgoflags", _):
            reader.note(node, "a preset says it: `pgo`, `compiler: gccgo`")
        default:
            if word.hasPrefix("-"), !word.contains(" ") {
                flags.append(word)
            } else {
                reader.note(node, "`\(word)` is no flag of `go build`")
            }
        }
    }

    /// Notes a flag at the end that waits for its value.
    func finish(_ reader: inout ImportReader) {
        if let open { reader.note(open.node, "`\(open.flag)` has no value") }
    }

    private mutating func addTool(
        _ value: String, _ key: String, to list: WritableKeyPath<Self, [String]>, _ node: ImportedNode,
        _ reader: inout ImportReader
    ) {
        // The last one that matches a package is the only one that counts for it, in go.
        if value.hasPrefix("all=") {
            flags.removeAll { $0.hasPrefix("-\(key)=") }
            self[keyPath: list] = [String(value.dropFirst("all=".count))]
        } else if BuildSettings.isForPackages("-\(key)=\(value)") {
            flags.append("-\(key)=\(value)")
        } else {
            reader.note(node, "`\(value)` has no flag")
        }
    }

    var values: [(key: String, value: ImportedValue)] {
        let lists = [
            ("tags", tags.uniqued()), ("flags", flags.uniqued()), ("ldflags", Self.split(ldflags)),
            ("gcflags", Self.split(gcflags)), ("asmflags", Self.split(asmflags)),
        ]
        let words = [("buildmode", buildmode), ("mod", mod), ("trimpath", trimpath ? "true" : nil)]
        return words.compactMap { key, word in word.map { (key, .scalar($0)) } }
            + lists.filter { !$0.1.isEmpty }.map { ($0.0, .list($0.1)) }
    }

    /// One entry a flag, with its value behind it: `-s`, `-X main.version=1`; each once.
    static func split(_ texts: [String]) -> [String] {
        var flags: [String] = []
        for text in texts {
            for word in words(text) {
                if word.hasPrefix("-") || flags.isEmpty {
                    flags.append(word)
                } else {
                    flags[flags.count - 1] += " " + word
                }
            }
        }
        return flags.uniqued()
    }

    /// Words between blanks that are neither in quotes nor in a template.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var rest = text[...]
        while !rest.isEmpty {
            if rest.hasPrefix("{{"), let end = rest.firstRange(of: "}}") {
                word += rest[..<end.upperBound]
                rest = rest[end.upperBound...]
                continue
            }
            let character = rest.removeFirst()
            if quote == nil, character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            if character == quote {
                quote = nil
            } else if quote == nil, word.isEmpty, character == "'" || character == "\"" {
                quote = character
            }
            word.append(character)
        }
        return word.isEmpty ? words : words + [word]
    }
}
