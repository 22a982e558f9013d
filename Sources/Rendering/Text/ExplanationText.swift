public import Attribution
internal import Reports

extension Explanation {
    /// One fact a line, for a terminal.
    public var text: String {
        let memory = address.map { "address 0x" + String($0, radix: 16) } ?? "not loaded"
        var facts = [("byte", "file offset 0x\(String(offset, radix: 16)), \(memory)"), ("section", section.visible)]
        switch packages.count {
        case 0: facts.append(("owner", overhead.map { "nobody: overhead (\($0))" } ?? "unexplained"))
        case 1: facts.append(("owner", packages[0].visible))
        default:
            let some = packages.prefix(8).joined(separator: ", ").visible
            let rest = packages.count > 8 ? ", …" : ""
            facts.append(("owners", "\(packages.count.grouped) packages in equal parts: \(some)\(rest)"))
        }
        facts.append(("kind", kind.description))
        let start = String(range.lowerBound, radix: 16)
        facts.append(
            (
                "said by",
                "the pass `\(pass)`\(isInferred ? ", which infers" : ""), for \(range.count.grouped) bytes from 0x\(start)"
            ))
        if let item {
            if kind != .embedded { facts.append((item.isFunction ? "function" : "symbol", item.name.visible)) }
            if let file = item.file { facts.append(("file", file.visible)) }
        }
        return facts.map { name, fact in name + String(repeating: " ", count: 10 - name.count) + fact + "\n" }.joined()
    }
}
