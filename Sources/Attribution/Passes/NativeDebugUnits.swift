internal import BinaryFormats

/// Who each unit of a native program belongs to, by index: whom most of its code belongs to. Code of the standard libraries
/// counts only where there is no other, as compilers put the instances of their generic code into the units that need them.
/// Units without code of their own are C's: headers and what Swift imported of them.
func nativeUnitOwners(
    _ units: [DebugUnit], _ native: NativeOwners, _ sections: [DebugSection], _ file: ByteReader, _ inflation: inout Inflation,
    _ owners: inout OwnerTable, _ warnings: inout [FormatError]
) -> [Owner] {
    var result = Array(repeating: owners.package("C"), count: units.count)
    let libraries = Set(["Swift", "std::"].compactMap { owners.knows($0) })
    func read(_ name: String, _ lists: ByteReader, _ addresses: ByteReader) {
        // Units that name one list would have it read again and again.
        var budget = lists.count + units.count
        for (index, unit) in units.enumerated() where budget > 0 && UnitCode.section(of: unit) == name {
            var code = UnitCode(unit, lists: lists, addresses: addresses)
            var sizes: [Owner: UInt64] = [:]
            code.forEachStart(limit: 256) { start, size in
                budget -= 1
                if let owner = native.owner(at: start) { sizes[owner, default: 0] += min(size, 1 << 32) }
            }
            let foremost = sizes.filter { !libraries.contains($0.key) }
            if let owner = (foremost.isEmpty ? sizes : foremost).max(by: { ($0.value, $1.key.code) < ($1.value, $0.key.code) }) {
                result[index] = owner.key
            }
        }
    }
    /// Calls `body` with the contents of a section, without bytes where there is none.
    func with(_ name: String, _ inflation: inout Inflation, _ body: (ByteReader, inout Inflation) -> Void) {
        do throws(FormatError) {
            if let section = sections.first(where: { $0.name == name }) {
                try inflation.withContents(of: section, file) { reader, inflation in body(reader, &inflation) }
            } else {
                body(ByteReader(RawSpan(), order: file.order), &inflation)
            }
        } catch {
            warnings.append(error)
        }
    }
    with("addr", &inflation) { addresses, inflation in
        for name in ["ranges", "rnglists"] {
            with(name, &inflation) { lists, _ in read(name, lists, addresses) }
        }
    }
    return result
}
