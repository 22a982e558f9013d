#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// WebAssembly contents without counterpart in other formats: functions without addresses, and memory whose initial contents are
/// packed into segments.
///
/// All ranges are file offsets. (WebAssembly core specification, chapter 5, binary format)
public struct WasmModule: Sendable {
    /// Contiguous entries of a vector: the start of each, and the end of the last.
    public struct Entries: Sendable {
        private var bounds: [UInt32] = []

        init() {}

        init(from start: Int) {
            bounds = [UInt32(start)]
        }

        mutating func append(upTo end: Int) {
            bounds.append(UInt32(end))
        }

        public var count: Int { max(0, bounds.count - 1) }

        public subscript(index: Int) -> Range<Int> {
            Int(bounds[index])..<Int(bounds[index + 1])
        }
    }

    public struct Import: Sendable {
        public var range: Range<Int>
        public var module: Range<Int>
        public var name: Range<Int>
    }

    /// A data segment: its header, which states its address, and its bytes.
    public struct Segment: Sendable {
        private var start: UInt32
        private var payloadStart: UInt32
        private var size: UInt32
        /// Address of its first byte in memory.
        public let address: UInt32

        init(header: Range<Int>, payload: Range<Int>, address: UInt32) {
            start = UInt32(header.lowerBound)
            payloadStart = UInt32(payload.lowerBound)
            size = UInt32(payload.count)
            self.address = address
        }

        /// Bytes from the start of the unpacked memory.
        public var place: Int { Int(address) - Int(WasmModule.memoryStart) }
        public var header: Range<Int> { Int(start)..<Int(payloadStart) }
        public var payload: Range<Int> { Int(payloadStart)..<Int(payloadStart) + Int(size) }
    }

    public internal(set) var imports: [Import] = []
    /// Number of imported functions, which precede the functions of the module.
    public internal(set) var importedFunctionCount = 0
    /// Signatures and code (including the size before it), by function of the module.
    public internal(set) var signatures = Entries()
    public internal(set) var code = Entries()
    /// Elements of the function table, in order.
    public internal(set) var elements = Entries()
    /// Whether element n of the function table is function n of the module and the table starts at 0x1000, as the Go linker
    /// writes it; other tools may not.
    public internal(set) var elementsFollowFunctions = false
    /// Entries of the name section that name functions, and the index of each function; -1 for imported ones.
    public internal(set) var names = Entries()
    public internal(set) var namedFunctions: [Int32] = []
    /// Section headers, with the counts after them.
    public internal(set) var framing: [Range<Int>] = []
    /// Segments in the order of the file, without those that start below `memoryStart`.
    public internal(set) var segments: [Segment] = []
    /// The compiler version: the value for `Go` in `producers`.
    public internal(set) var goVersion: Range<Int>?
}

extension WasmModule {
    /// Index of the first function in the function table: Go's program counter is that index, followed by 16 bits for the block
    /// in the function. (cmd/link/internal/wasm/asm.go)
    public static let firstPlace: UInt64 = 0x1000
    public static let placeShift: UInt64 = 16
    /// Lowest address of data; accesses through nil pointers end up below. (cmd/link/internal/ld/data.go `wasmMinDataAddr`)
    public static let memoryStart: UInt32 = 4096
    public static let codeStart = Address(firstPlace << placeShift)
}

/// The linear memory with the contents of its segments, from `memoryStart` to the last initialised byte.
enum WasmMemory {
    /// Size of the memory in bytes; nil without segments, or if the memory exceeds the file size: the Go linker omits runs of
    /// zeros, but far fewer than there is code.
    static func size(_ segments: [WasmModule.Segment], fileSize: Int, _ warnings: inout [FormatError]) -> Int? {
        let ends = segments.lazy.filter { !$0.payload.isEmpty }.map { $0.place + $0.payload.count }
        guard let size = ends.max() else { return nil }
        guard size <= fileSize + 1 << 20 else {
            warnings.append(
                FormatError(
                    "data", at: segments[0].header.lowerBound,
                    "fills \(size) bytes of memory from a file of \(fileSize) bytes; not unpacked"))
            return nil
        }
        return size
    }

    /// The file, followed by the memory.
    static func unpacked(_ segments: [WasmModule.Segment], size: Int, after file: RawSpan) -> [UInt8] {
        let fileSize = file.byteCount
        var contents = Array(repeating: UInt8(0), count: fileSize + size)
        unsafe contents.withUnsafeMutableBytes { contents in
            unsafe file.withUnsafeBytes { file in
                guard let base = contents.baseAddress, let source = file.baseAddress else { return }
                unsafe memcpy(base, source, fileSize)
                for segment in segments where !segment.payload.isEmpty {
                    unsafe memcpy(
                        base + fileSize + segment.place, source + segment.payload.lowerBound, segment.payload.count)
                }
            }
        }
        return contents
    }
}

/// Mapping between addresses and bytes of the file itself, also if `memory` refers to unpacked memory.
extension Image {
    /// File offset of the initial byte at an address; nil if the file has none.
    public func fileOffset(of address: Address) -> Int? {
        guard let wasm else { return memory.offset(of: address) }
        if address >= WasmModule.codeStart {
            let index = (address - WasmModule.codeStart) >> WasmModule.placeShift
            return index < UInt64(wasm.code.count) ? wasm.code[Int(index)].lowerBound : nil
        }
        guard
            let segment = wasm.segments.first(where: {
                address.value >= $0.address && address.value - UInt64($0.address) < UInt64($0.payload.count)
            })
        else { return nil }
        return segment.payload.lowerBound + Int(address.value - UInt64(segment.address))
    }

    /// Address of the byte at a file offset; nil if it is not loaded.
    public func address(ofFileOffset offset: Int) -> Address? {
        guard let wasm else { return memory.address(of: offset) }
        return wasm.segments.first { $0.payload.contains(offset) }
            .map { Address(UInt64($0.address) + UInt64(offset - $0.payload.lowerBound)) }
    }
}
