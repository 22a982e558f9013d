public import BinaryFormats
public import GoMetadata

/// Where the data symbols of a program lie in a file that was linked from it: each place is checked, byte by byte, against
/// the contents the archives have for the symbol, and its pointers against the places of what they point to.
///
/// Where the model of the linker and the file differ, the places that are not proven are left out.
public struct PlacedData: Sendable {
    public struct Object: Sendable {
        public var addresses: Range<Address>
        /// Index into `LinkedData.owners`.
        public var owner: Int
        public var isText: Bool
        let number: UInt32
    }

    /// By run, in ascending order.
    public private(set) var objects: [Object] = []
    /// Where the objects lie; between two of them is padding, or what the linker makes, if none is missing.
    public private(set) var extents: [Range<Address>] = []
    /// Bytes of symbols that were looked for and not found, or found in contradiction.
    public private(set) var missing = 0
    /// Bytes between objects that the model of the linker does not explain.
    public private(set) var unmodelled = 0

    /// Nil for a file without moduledata, or one whose data does not lie as the linker of the archives puts it.
    public init?(_ data: LinkedData, in image: Image, _ program: GoProgram, _ bytes: RawSpan) {
        guard let module = program.moduleData, image.format != .wasm else { return nil }
        let placing = Placing(data, image, module, image.reader(bytes))
        var texts: [LinkedData.Entry] = []
        place(data.runs[LinkedData.Run.pointerFree.rawValue], module.noptrdata, placing)
        place(data.runs[LinkedData.Run.data.rawValue], module.data, placing)
        for object in objects {
            guard let variable = data.texts.first(where: { $0.variable == object.number }),
                let text = placing.text(of: object.addresses.lowerBound)
            else { continue }
            texts.append(
                LinkedData.Entry(
                    size: text.size + 1, alignment: placing.alignment(text.size + 1),
                    number: UInt32.max - 2048 + UInt32(texts.count), owner: variable.owner, isText: true, address: text.start))
        }

        let readOnly = (data.runs[LinkedData.Run.readOnly.rawValue] + texts).sorted { $0.precedes($1) }
        let relro = placing.relocatedSection
        let hasSections = data.minor >= 27
        place(data.runs[LinkedData.Run.strings.rawValue], placing.strings, placing, isText: true, startsThere: hasSections)
        if hasSections, let end = extents.last?.upperBound, placing.strings.contains(end) {
            place(data.runs[LinkedData.Run.bitmaps.rawValue], end..<placing.strings.upperBound, placing)
        }
        if let constants = placing.constants, module.gcdata <= constants.lowerBound {
            objects.append(
                Object(
                    addresses: module.gcdata..<constants.lowerBound, owner: data.owners.firstIndex(of: ["runtime"]) ?? 0,
                    isText: false, number: 0))
            extents.append(module.gcdata..<constants.lowerBound)
            place(readOnly.filter { relro == nil || !$0.isRelocated || $0.group != .ordinary }, constants, placing)
        }
        if let relro {
            place(readOnly.filter { $0.isRelocated && $0.group == .ordinary }, relro, placing, startsThere: hasSections)
        }
        joinExtents()
        dropContradictions(placing)
        // Archives of another program.
        if missing > size / 8 { return nil }
    }

    private var size: Int { objects.reduce(0) { $0 + Int($1.addresses.upperBound - $1.addresses.lowerBound) } }

    private mutating func place(
        _ entries: [LinkedData.Entry], _ range: Range<Address>, _ placing: borrowing Placing, isText: Bool = false,
        startsThere: Bool = true
    ) {
        let found = placing.place(entries, in: range, startsThere: startsThere)
        for (index, address) in found.places {
            let entry = entries[index]
            objects.append(
                Object(
                    addresses: span(address, entry.size), owner: entry.owner,
                    isText: isText || entry.isText, number: entry.number))
        }
        missing += found.missing
        unmodelled += found.unmodelled
        if let first = found.places.first, let last = found.places.last {
            extents.append(first.address..<max(first.address, span(last.address, entries[last.index].size).upperBound))
        }
    }

    /// Runs that only alignment parts lie together.
    private mutating func joinExtents() {
        extents.sort { $0.lowerBound < $1.lowerBound }
        var joined: [Range<Address>] = []
        for extent in extents {
            if let last = joined.last, extent.lowerBound - last.upperBound < 32 {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, extent.upperBound)
            } else {
                joined.append(extent)
            }
        }
        extents = joined
    }

    /// Leaves out symbols whose pointers do not point to where their targets are, and those targets.
    private mutating func dropContradictions(_ placing: borrowing Placing) {
        var places: [UInt32: Address] = [:]
        places.reserveCapacity(objects.count)
        for object in objects { places[object.number] = object.addresses.lowerBound }
        let wrong = placing.contradictions(places)
        if wrong.isEmpty { return }
        let before = size
        objects.removeAll { wrong.contains($0.number) }
        missing += before - size
    }
}

private func span(_ address: Address, _ size: Int) -> Range<Address> { address..<max(address, address + UInt64(size)) }
