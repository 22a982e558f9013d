internal import BinaryFormats

extension Archive {
    /// Types of the package's variables by name, as the linker spells them: `*net/http.Client`, `map[string]error`. The compiler
    /// names the type of each with an auxiliary symbol, `type:T`. (cmd/internal/goobj `AuxGotype`)
    public func variableTypes() -> [String: String] {
        let reader = unsafe ByteReader(bytes.span.bytes)
        var types: [String: String] = [:]
        for object in objects {
            let others = (try? object.referenceNames(reader)) ?? [:]
            for index in 0..<object.contentCount {
                guard let range = try? object.auxiliaries(index, reader), !range.isEmpty,
                    let symbol = try? object.symbol(index, reader),
                    let variable = localName(reader.string(symbol.name)), types[variable] == nil
                else { continue }
                for offset in stride(from: range.lowerBound, to: range.upperBound, by: ObjectFile.auxiliarySize) {
                    let (kind, target) = ObjectFile.auxiliary(at: offset, reader)
                    guard kind == 0, let type = try? typeName(target, object, others, reader) else { continue }
                    types[variable] = type
                }
            }
        }
        return types
    }

    /// `ErrBody` of `net/http.ErrBody`; nil for what is no variable of the package.
    private func localName(_ name: String) -> String? {
        let start = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        guard let dot = name[start...].firstIndex(of: ".") else { return nil }
        let local = name[name.index(after: dot)...]
        guard let first = local.first, first.isLetter || first == "_",
            local.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }), !name.contains(":")
        else { return nil }
        return String(local)
    }

    /// The types of other packages are found by index there; others by name: these follow those found by index and by hash.
    private func typeName(
        _ target: ObjectFile.Reference, _ object: ObjectFile, _ others: [ObjectFile.Reference: String], _ reader: ByteReader
    ) throws(FormatError) -> String? {
        let isNamed = target.package == 0x7fff_ffff
        let isOwn = target.package == 0x7fff_fffb
        let name: String
        if isNamed || isOwn {
            let before = isNamed ? object.definedCount + object.shortHashedCount + object.hashedCount : 0
            let index = before + Int(target.symbol)
            guard index < object.symbolCount else { return nil }
            name = reader.string(try object.symbol(index, reader).name)
        } else {
            name = others[target] ?? ""
        }
        return name.hasPrefix("type:") ? String(name.dropFirst(5)) : name.hasPrefix("type.") ? String(name.dropFirst(5)) : nil
    }
}
