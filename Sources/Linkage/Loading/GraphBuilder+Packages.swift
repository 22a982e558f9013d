internal import BinaryFormats

/// The packages that symbols belong to and are compiled into.
extension GraphBuilder {
    /// The package of a symbol is in its name; what has no such name belongs to the package that defines it by index.
    /// Constants of equal contents are one, under the name that came first: they belong to no package. Closures are found by
    /// their contents, too, but their name is part of these. (cmd/internal/obj/objfile.go `contentHash`)
    mutating func findPackages() {
        let symbols = resolution.symbols
        let reader = ByteReader(symbols.names.bytes)
        let owners = resolution.archives.map { packages.number(of: $0.package) }
        packageOf.reserveCapacity(symbols.count)
        packageOf.append(0)
        isConstant.append(false)
        for symbol in 1..<max(1, symbols.count) {
            var package: UInt32 = 0
            var isConstant = false
            if symbols.isDefined[symbol] {
                let name = symbols.nameRange(UInt32(symbol))
                let (archive, file) = resolution.objects[Int(symbols.object[symbol])]
                isConstant =
                    symbols.kind[symbol] != .text && file.hashed.contains(Int(symbols.local[symbol]))
                    && !reader.has("go:", at: name.lowerBound) && !reader.has("type:", at: name.lowerBound)
                if !name.isEmpty, !isConstant { package = packages.number(ofSymbol: name, reader) }
                if package == 0, symbols.local[symbol] < file.definedCount { package = owners[archive] }
            }
            packageOf.append(package)
            self.isConstant.append(isConstant)
        }
    }

    /// Notes the packages that symbols are compiled into, where these are not just those of their names.
    mutating func findCompilers() {
        let symbols = resolution.symbols
        let owners = resolution.archives.map { packages.number(of: $0.package) }
        compilersOf = Array(repeating: 0, count: symbols.count)
        var copies: [UInt32: [UInt32]] = [:]
        for (symbol, archive) in resolution.copies { copies[symbol, default: []].append(owners[archive]) }
        for symbol in 1..<max(1, symbols.count) where symbols.isDefined[symbol] {
            let own = owners[resolution.objects[Int(symbols.object[symbol])].archive]
            let others = copies[UInt32(symbol)] ?? []
            if others.isEmpty {
                if own != packageOf[symbol] { compilersOf[symbol] = paths.number(ofCompilers: [own]) }
            } else {
                compilersOf[symbol] = paths.number(ofCompilers: Set(others + [own]).subtracting([packageOf[symbol]]).sorted())
            }
        }
    }
}
