internal import BinaryFormats

/// The module that a mangled Swift name belongs to. (swift/docs/ABI/Mangling.rst)
///
/// Reads only the front of the name: the context of the declaration, the module of an extension and that of a conformance.
/// Operators behind it, such as function types, are not demangled.
enum SwiftName {
    /// Longer names count up to here.
    private static let limit = 1 << 10

    /// Where a Swift name begins behind its prefix; nil for other names.
    static func start(_ name: Range<Int>, _ reader: ByteReader) -> Range<Int>? {
        for (prefix, count) in [("$s", 2), ("$S", 2), ("$e", 2), ("_T0", 3)] as [(StaticString, Int)]
        where name.count > count && reader.has(prefix, at: name.lowerBound) {
            return name.lowerBound + count..<min(name.upperBound, name.lowerBound + limit)
        }
        return nil
    }

    /// The module that a descriptor of a module names; nil for other names. `name` has no prefix.
    static func describedModule(_ name: Range<Int>, _ reader: ByteReader) -> String? {
        guard isEnd(name, "MXM", reader) else { return nil }
        var cursor = SwiftNameCursor(name, reader)
        return cursor.identifier()
    }

    /// The module that a name belongs to; `Swift` for the standard library, nil where the name tells none. `modules` are
    /// those known to be in the program.
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
        // What stands first may also be an associated type.
        let isDoubtful = module == nil || module == imported || module != "Swift" && !modules.contains(module ?? "")
        guard isDoubtful || module == "Swift" && (isMadeForType(name, reader) || generics == .instantiating) else {
            return module
        }
        var rest = SwiftNameCursor(name, reader)
        if let later = rest.laterModule(modules) { return later }
        guard module != imported else { return nil }
        return isDoubtful && !declaresSomething(name, reader) ? nil : module
    }

    /// The module of what clang imported.
    static let imported = "__C"

    /// Descriptors and witnesses of conformances name the module of the conformance.
    private static func isConformance(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
        ["TW", "Mc", "WP", "Wa", "WI"].contains { isEnd(name, $0, reader) }
    }

    /// Whether a name begins with a module and the name of something in it.
    private static func declaresSomething(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
        var cursor = SwiftNameCursor(name, reader)
        return cursor.identifier() != nil && cursor.isAtIdentifier
    }

    /// The name of an associated type stands before its protocol.
    private static func isAssociatedType(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
        ["Tl", "TM"].contains { isEnd(name, $0, reader) }
    }

    /// Metadata, witnesses, caches and outlined operations on values: made for a type, whose generic arguments may name the
    /// module.
    private static func isMadeForType(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
        if isEnd(name, "TW", reader) { return true }
        let letter = reader.u8(at: name.upperBound - 2)
        return letter == UInt8(ascii: "M") || letter == UInt8(ascii: "W")
    }

    private static func isEnd(_ name: Range<Int>, _ text: StaticString, _ reader: ByteReader) -> Bool {
        name.count > text.utf8CodeUnitCount && reader.has(text, at: name.upperBound - text.utf8CodeUnitCount)
    }
}
