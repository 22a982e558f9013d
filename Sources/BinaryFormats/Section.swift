/// A named part of the file and of memory.
public struct Section: Sendable, Hashable {
    /// The purpose of a section, by its type and flags, otherwise by its name.
    public enum Role: Sendable, Hashable {
        case code
        case readOnlyData
        case data
        /// Memory without bytes in the file.
        case zeroFill
        case debug
        case symbolTable
        case stringTable
        case relocations
        case buildID
        /// Data for the dynamic loader: imports, exports, hashes, interpreter.
        case dynamicLinking
        /// Unwind tables: `.eh_frame`, `.pdata`, `__unwind_info`.
        case unwind
        case other
    }

    public var name: String
    public var role: Role
    /// File offsets; empty for sections without bytes in the file.
    public var range: Range<Int>
    /// Virtual address; 0 if the section is not loaded.
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

/// The compression of a section: a stream after a header.
public struct Compression: Sendable, Hashable {
    public enum Method: Sendable, Hashable {
        case zlib
        case zstd

        /// The most that a byte of a stream yields: deflate's longest match; a block of zstd of 4 bytes that repeats one.
        var largestRatio: UInt64 { self == .zlib ? 1032 : 32768 }
    }

    public var method: Method
    /// File offsets of the stream.
    public var stream: Range<Int>
    /// Size after inflation in bytes, according to the header.
    public var inflatedSize: UInt64

    public init(stream: Range<Int>, inflatedSize: UInt64, method: Method = .zlib) {
        self.method = method
        self.stream = stream
        self.inflatedSize = inflatedSize
    }
}
