/// A named part of the file and of memory.
public struct Section: Sendable, Hashable {
    /// What the linker uses a section for, told by its type and flags, its name where these do not tell.
    public enum Role: Sendable, Hashable {
        case code
        case readOnlyData
        case data
        /// Occupies memory, no bytes in the file.
        case zeroFill
        case debug
        case symbolTable
        case stringTable
        case relocations
        case buildID
        /// What the dynamic loader reads: imports, exports, hashes, interpreter.
        case dynamicLinking
        /// Unwind tables: `.eh_frame`, `.pdata`, `__unwind_info`.
        case unwind
        case other
    }

    public var name: String
    public var role: Role
    /// File offsets; empty for sections without bytes in the file.
    public var range: Range<Int>
    /// 0 where the section is not loaded.
    public var address: Address
    /// Bytes in memory.
    public var virtualSize: UInt64
    public var isLoaded: Bool
    public var compression: Compression?

    public init(
        name: String, role: Role, range: Range<Int>, address: Address, virtualSize: UInt64, isLoaded: Bool,
        compression: Compression? = nil
    ) {
        self.name = name
        self.role = role
        self.range = range
        self.address = address
        self.virtualSize = virtualSize
        self.isLoaded = isLoaded
        self.compression = compression
    }
}

/// A section whose bytes are a zlib stream behind a header.
public struct Compression: Sendable, Hashable {
    /// File offsets of the stream.
    public var stream: Range<Int>
    /// Bytes after inflation, as the header claims.
    public var inflatedSize: UInt64

    public init(stream: Range<Int>, inflatedSize: UInt64) {
        self.stream = stream
        self.inflatedSize = inflatedSize
    }
}
