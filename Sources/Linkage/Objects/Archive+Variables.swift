internal import BinaryFormats

extension Archive {
    /// Types of the package's variables by name, as the linker spells them: `*net/http.Client`, `map[string]error`. The compiler
    /// names the type of each with an auxiliary symbol, `type:T`. (cmd/internal/goobj `AuxGotype`)
    ///
    /// `archive` is that of another package, which names its own types.
    public func variableTypes(_ archive: (String) -> Archive?) -> [String: String] {
        var archives: [String: Archive] = [:]
        func other(_ reference: ObjectFile.Reference, _ object: ObjectFile, _ reader: ByteReader) -> String? {
            guard let path = try? object.package(Int(reference.package), reader) else { return nil }
            if archives[path] == nil { archives[path] = archive(path) }
            return archives[path]?.typeName(at: Int(reference.symbol))
        }
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
                    guard kind == 0 else { continue }
                    types[variable] = (try? typeName(target, object, others, reader)) ?? other(target, object, reader)
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
        return type(name)
    }

    /// The type that a symbol of this package describes, by the symbol's index.
    private func typeName(at index: Int) -> String? {
        let reader = unsafe ByteReader(bytes.span.bytes)
        guard let object = objects.first, index < object.definedCount, let symbol = try? object.symbol(index, reader) else {
            return nil
        }
        return type(reader.string(symbol.name))
    }

    /// `type:T`, before Go 1.20 `type.T`.
    private func type(_ symbol: String) -> String? {
        symbol.hasPrefix("type:") || symbol.hasPrefix("type.") ? String(symbol.dropFirst(5)) : nil
    }
}
