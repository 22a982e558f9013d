internal import BinaryFormats
internal import GoMetadata

/// Import path of the package that a function is of, by its linker's name; `main` for the main package; nil for names without one,
/// such as those of C functions.
public func package(ofFunction name: String) -> String? {
    let bytes = Array(name.utf8)
    let reader = unsafe ByteReader(bytes.span.bytes)
    return SymbolName.package(in: 0..<bytes.count, reader).map { SymbolName.unescape(reader.string($0)) }
}
