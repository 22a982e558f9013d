public import BinaryFormats

/// The package in the name of a Go symbol. (cmd/internal/objabi/path.go, cmd/compile's naming)
public enum SymbolName {
    /// Number of bytes of a name that are examined: more than any import path has.
    private static let nameLimit = 1024

    /// File offsets of the package part of `name`, still escaped; nil if the name has none.
    public static func package(in name: Range<Int>, _ reader: ByteReader) -> Range<Int>? {
        let name = name.lowerBound..<min(name.upperBound, name.lowerBound + nameLimit)
        if name.count > 3, let first = reader.u8(at: name.lowerBound), first == UInt8(ascii: "t") || first == UInt8(ascii: "g") {
            if reader.has("type:", at: name.lowerBound) || reader.has("type.", at: name.lowerBound) {
                var rest = name.lowerBound + 5
                if reader.has(".eq.", at: rest) {
                    rest += 4
                } else if reader.has(".hash.", at: rest) {
                    rest += 6
                } else if reader.has(".", at: rest) {
                    // Names and import paths of types: the rest of the name is text, not a type.
                    return nil
                }
                return rest < name.upperBound ? typePackage(in: rest..<name.upperBound, reader) : nil
            }
            if reader.has("go:itab.", at: name.lowerBound) || reader.has("go.itab.", at: name.lowerBound) {
                return name.count > 8 ? typePackage(in: name.lowerBound + 8..<name.upperBound, reader) : nil
            }
            if reader.has("go:", at: name.lowerBound) {
                if reader.has("buildinfo", at: name.lowerBound + 3) { return nil }
                return typePackage(in: name.lowerBound + 3..<name.upperBound, reader)
            }
        }
        return plainPackage(in: name, reader)
    }

    /// The package of the first type argument that has one: `main` in `slices.SortFunc[go.shape.struct { main.x int }]`.
    public static func instantiatingPackage(in name: Range<Int>, _ reader: ByteReader) -> Range<Int>? {
        guard let bracket = name.first(where: { reader.u8(at: $0) == UInt8(ascii: "[") }) else { return nil }
        return typePackage(in: bracket + 1..<name.upperBound, reader)
    }

    /// `PATH.Name`, `PATH.(*T).M`, `PATH.F[TYPES]`: up to the first dot after the last slash before `[` and `(`.
    private static func plainPackage(in name: Range<Int>, _ reader: ByteReader) -> Range<Int>? {
        var dot: Int?
        var offset = name.lowerBound
        loop: while offset < name.upperBound, let byte = reader.u8(at: offset) {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "("): break loop
            case UInt8(ascii: "/"): dot = nil
            case UInt8(ascii: ".") where dot == nil: dot = offset
            default: break
            }
            offset += 1
        }
        guard let dot, dot > name.lowerBound else { return nil }
        // Compiler-generated constants, `$f64.3ff0000000000000`, and functions inlined twice, `_.goready.func1`.
        let first = reader.u8(at: name.lowerBound)
        if first == UInt8(ascii: "$") || first == UInt8(ascii: "_") && dot == name.lowerBound + 1 { return nil }
        return name.lowerBound..<dot
    }

    /// The first named component of a type: `*net/http.Request`, `map[string]go/ast.Node`, `func(io.Reader)`.
    public static func typePackage(in type: Range<Int>, _ reader: ByteReader) -> Range<Int>? {
        var start = type.lowerBound
        var dot: Int?
        var offset = type.lowerBound
        while offset <= type.upperBound {
            if offset == start {
                // Compiler-generated prefixes of shape types and of types without comparison.
                let prefix = reader.has("go.shape.", at: start) ? 9 : reader.has("noalg.", at: start) ? 6 : 0
                if prefix > 0 {
                    offset += prefix
                    start = offset
                    continue
                }
            }
            let byte = offset < type.upperBound ? reader.u8(at: offset) ?? 0 : 0
            let isPath =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                case UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "%"),
                    UInt8(ascii: "-"):
                    true
                default: byte >= 0x80
                }
            if isPath {
                if byte == UInt8(ascii: "/") {
                    dot = nil
                } else if byte == UInt8(ascii: "."), offset == start {
                    // The dots of a variadic parameter.
                    start = offset + 1
                } else if byte == UInt8(ascii: "."), dot == nil {
                    dot = offset
                }
            } else {
                // A method's name has its receiver after the dot: `runtime.(*timer).stop.func1`. `map.group[K]V` belongs to no
                // package.
                if let dot, dot > start, dot + 1 < offset || byte == UInt8(ascii: "("), !reader.equals(start..<dot, "map") {
                    return start..<dot
                }
                start = offset + 1
                dot = nil
            }
            offset += 1
        }
        return nil
    }

    /// A package path with `%xx` decoded, as often as it was encoded: the compiler names closures of inlined functions
    /// `gopkg.in/yaml%252ev2.…`. No import path has a `%`. (go.dev/ref/spec#Import_declarations)
    public static func unescape(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "%")) else { return path }
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                rest.count >= 2
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        let decoded = String(decoding: bytes, as: UTF8.self)
        return decoded.utf8.count < path.utf8.count ? unescape(decoded) : decoded
    }
}
