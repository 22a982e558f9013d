internal import BinaryFormats

extension LinkGraph {
    /// The columns of a reduced graph.
    func write(to columns: inout ColumnWriter) {
        columns.write([version, machine.goos, machine.goarch, packages.mainPath] + packages.paths.dropFirst())
        columns.write(minor)
        columns.write(usesPlugins ? 1 : 0)
        columns.write(isPositionIndependent ? 1 : 0)
        columns.write(buildInfoSize)
        columns.write(fileNames)

        columns.write(linkOrder)
        let needs = linkOrder.map { imports.needs(of: $0) }
        columns.write(needs.flatMap { $0 })
        columns.write(bounds: needs.map(\.count))

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
        columns.write(edges)
        columns.write([0] + edgeEnd)
        columns.write(methods.owner)
        columns.write(methods.signature)
        columns.write(methods.name)
        columns.write(methods.isExported)
        columns.write(methods.edges)
        columns.write(interfaceUses)
        let inits = initOrder.sorted { $0.key < $1.key }
        columns.write(inits.map(\.key))
        columns.write(inits.flatMap(\.value))
        columns.write(bounds: inits.map(\.value.count))
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
