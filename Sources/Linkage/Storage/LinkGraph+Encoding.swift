internal import BinaryFormats

/// The form in which a reduced graph is kept in a file: a header, then columns. What Pare itself wrote a moment ago may be
/// read by another Pare, or be damaged: the header says what it is, and each number is checked before it is used.
enum StoredGraph {
    static let magic: StaticString = "PAREGRPH"
    /// Changes with the columns, and with what they mean.
    static let format: UInt32 = 1
    /// Magic, format, length of the key, length of the file, checksum of all behind the header: 32 bytes; then the key.
    static let headerSize = 32
    /// Longest table of packages, of which two squares of bits are made.
    static let packageLimit = 1 << 15

    /// Not a digest: four sums side by side, of words multiplied as they come.
    static func checksum(_ reader: borrowing ByteReader, from start: Int) -> UInt64 {
        var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
        var offset = start
        while let first = reader.u64(at: offset), let second = reader.u64(at: offset + 8), let third = reader.u64(at: offset + 16),
            let fourth = reader.u64(at: offset + 24)
        {
            a = mixed(a, first)
            b = mixed(b, second)
            c = mixed(c, third)
            d = mixed(d, fourth)
            offset += 32
        }
        while let byte = reader.u8(at: offset) {
            a = mixed(a, UInt64(byte))
            offset += 1
        }
        return mixed(mixed(a, b), mixed(c, d))
    }

    private static func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* 0x9e37_79b9_7f4a_7c15
        return product ^ product >> 29
    }
}

extension LinkGraph {
    /// A reduced graph as bytes, under a key that says what it was made from; nil when it is larger than what is read again.
    public func encoded(key: String) -> [UInt8]? {
        guard packages.count <= StoredGraph.packageLimit, key.utf8.count < 1 << 16 else { return nil }
        var columns = ColumnWriter()
        write(to: &columns)
        let key = Array(key.utf8)
        let padding = [UInt8](repeating: 0, count: (8 - key.count % 8) % 8)
        let body = key + padding + columns.bytes
        let checksum = unsafe StoredGraph.checksum(ByteReader(body.span.bytes), from: 0)
        var header = Array("\(StoredGraph.magic)".utf8)
        header += bytes(UInt64(StoredGraph.format), 4) + bytes(UInt64(key.count), 4)
        header += bytes(UInt64(StoredGraph.headerSize + body.count), 8) + bytes(checksum, 8)
        return header + body
    }

    private func bytes(_ value: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    private func write(to columns: inout ColumnWriter) {
        columns.write([version, machine.goos, machine.goarch, packages.mainPath] + packages.paths.dropFirst())
        columns.write(minor)
        columns.write(usesPlugins ? 1 : 0)
        columns.write(isPositionIndependent ? 1 : 0)
        columns.write(buildInfoSize)
        columns.write(fileNames)

        columns.write(linkOrder)
        let needs = linkOrder.map { imports.needs(of: $0) }
        columns.write(needs.flatMap { $0 })
        columns.write(needs.reduce(into: [UInt32(0)]) { $0.append(($0.last ?? 0) + UInt32($1.count)) })

        let names = symbols.names
        columns.write(ByteReader(names.bytes).integers(UInt8.self, at: 0, count: names.bytes.byteCount) ?? [])
        columns.write([0] + (0..<names.count).map { UInt32(names.range($0).upperBound) })
        columns.write(symbols.nameNumber)
        columns.write(symbols.kind.map(\.rawValue))
        columns.write(symbols.flags.map(\.rawValue))
        columns.write(symbols.size)
        columns.write(symbols.alignment)
        columns.write(symbols.isDefined)
        columns.write(packageOf)
        columns.write(roles.map(\.rawValue))
        columns.write(pointers)

        columns.write(paths.steps.flatMap { [$0.from, $0.to, $0.isImport ? 1 : 0] })
        columns.write(paths.parent)
        columns.write(paths.step)
        columns.write(paths.function)
        columns.write(paths.package)

        columns.write(methods.signatureCount)
        columns.write(methods.nameCount)
        columns.write([0] + edgeEnd)
        columns.write(edges)
        columns.write(methods.owner)
        columns.write(methods.signature)
        columns.write(methods.name)
        columns.write(methods.isExported)
        columns.write(methods.edges)
        columns.write(interfaceUses)
        let inits = initOrder.sorted { $0.key < $1.key }
        columns.write(inits.map(\.key))
        columns.write(inits.reduce(into: [UInt32(0)]) { $0.append(($0.last ?? 0) + UInt32($1.value.count)) })
        columns.write(inits.flatMap(\.value))
        columns.write(roots.symbols)
        columns.write([roots.mainInit, roots.runtimeInit, roots.runtimeInitList])

        columns.write(functions.symbol)
        columns.write(functions.unit)
        columns.write(functions.recordSize)
        columns.write(functions.inlineTreeSize)
        columns.write(functions.fileLimit)
        columns.write(functions.hasUnwind)
        columns.write(functions.names)
        columns.write(functions.firstName)
        columns.write(functions.files)
        columns.write(functions.firstFile)
        columns.write(functions.steps)
        columns.write(functions.firstStep)
    }
}
