internal import BinaryFormats

/// The module that a mangled Swift name belongs to. (swift/docs/ABI/Mangling.rst)
///
/// Only the first part of the name is read: the context of the declaration, the module of an extension and that of a conformance.
/// Operators after it, such as function types, are not demangled.
enum SwiftName {
    /// Number of bytes of a name that are read.
    private static let limit = 1 << 10

    /// Range of a mangled Swift name without its prefix; nil for other names.
    static func start(_ name: Range<Int>, _ reader: ByteReader) -> Range<Int>? {
        for (prefix, count) in [("$s", 2), ("$S", 2), ("$e", 2), ("_T0", 3)] as [(StaticString, Int)]
        where name.count > count && reader.has(prefix, at: name.lowerBound) {
            return name.lowerBound + count..<min(name.upperBound, name.lowerBound + limit)
        }
        return nil
    }

    /// The module of a module descriptor's name; nil for other names. `name` has no prefix.
    static func describedModule(_ name: Range<Int>, _ reader: ByteReader) -> String? {
        guard isEnd(name, "MXM", reader) else { return nil }
        var cursor = SwiftNameCursor(name, reader)
        return cursor.identifier()
    }

    /// The module that a name belongs to; `Swift` for the standard library, nil if the name has none. `modules` are the modules
    /// known to be in the program.
    static func module(_ name: Range<Int>, _ reader: ByteReader, _ modules: Set<String>, _ generics: AttributionOptions.Generics)
        -> String?
    {
        var cursor = SwiftNameCursor(name, reader)
        if isAssociatedType(name, reader) { _ = cursor.identifier() }
        var module = cursor.context()
        if isConformance(name, reader) {
            module = cursor.conformance() ?? module
        } else {
            module = cursor.extensionModule(modules) ?? module
        }
        // The first component may also be an associated type.
        let isDoubtful = module == nil || module == imported || module != "Swift" && !modules.contains(module ?? "")
        guard isDoubtful || module == "Swift" && (isMadeForType(name, reader) || generics == .instantiating) else {
            return module
        }
        var rest = SwiftNameCursor(name, reader)
        if let later = rest.laterModule(modules) { return later }
        guard module != imported else { return nil }
        return isDoubtful && !declaresSomething(name, reader) ? nil : module
    }

    /// The module of declarations imported by clang.
    static let imported = "__C"

    /// Whether the name is that of a descriptor or witness of a conformance, which includes the module of the conformance.
    private static func isConformance(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
        ["TW", "Mc", "WP", "Wa", "WI"].contains { isEnd(name, $0, reader) }
    }

    /// Whether a name begins with a module and the name of a declaration in it.
    private static func declaresSomething(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
        var cursor = SwiftNameCursor(name, reader)
        return cursor.identifier() != nil && cursor.isAtIdentifier
    }

    /// Whether the name begins with an associated type, which precedes its protocol.
    private static func isAssociatedType(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
        ["Tl", "TM"].contains { isEnd(name, $0, reader) }
    }

    /// Whether the name is that of metadata, a witness, a cache or an outlined value operation of a type, whose generic arguments
    /// may include the module.
    private static func isMadeForType(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
        if isEnd(name, "TW", reader) { return true }
        let letter = reader.u8(at: name.upperBound - 2)
        return letter == UInt8(ascii: "M") || letter == UInt8(ascii: "W")
    }

    private static func isEnd(_ name: Range<Int>, _ text: StaticString, _ reader: ByteReader) -> Bool {
        name.count > text.utf8CodeUnitCount && reader.has(text, at: name.upperBound - text.utf8CodeUnitCount)
    }
}
