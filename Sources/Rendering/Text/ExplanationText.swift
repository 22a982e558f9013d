internal import Reports

extension ExplainReport {
    /// One fact a line, for a terminal.
    var text: String { bytes.map(\.text).joined(separator: "\n") }
}

extension ExplainReport.Byte {
    fileprivate var text: String {
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
        facts.append(("kind", kind))
        let claim = "\(claimSize.grouped) bytes from 0x\(String(claimOffset, radix: 16))"
        facts.append(("said by", "the pass `\(pass)`\(isInferred ? ", which infers" : ""), for \(claim)"))
        if let function { facts.append(("function", function.visible)) }
        if let symbol { facts.append(("symbol", symbol.visible)) }
        if let file = embedded ?? file { facts.append(("file", file.visible + (line.map { ":\($0)" } ?? ""))) }
        return facts.map { name, fact in name + String(repeating: " ", count: 10 - name.count) + fact + "\n" }.joined()
    }
}
