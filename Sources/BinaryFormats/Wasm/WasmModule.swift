#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// What only WebAssembly has: functions without addresses, and memory whose initial contents are packed into segments.
///
/// All ranges are file offsets. (WebAssembly core specification, chapter 5, binary format)
public struct WasmModule: Sendable {
    /// Entries of a vector that follow each other without gaps, by where they begin and the last one ends.
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

    /// A part of the memory: what says where it goes, and its bytes.
    public struct Segment: Sendable {
        private var start: UInt32
        private var payloadStart: UInt32
        private var size: UInt32
        /// Of its first byte in memory.
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
    /// Functions that are imported; they come before those of the module.
    public internal(set) var importedFunctionCount = 0
    /// By function of the module: its signature, its code with the size before it.
    public internal(set) var signatures = Entries()
    public internal(set) var code = Entries()
    /// Places in the table of functions, in its order.
    public internal(set) var elements = Entries()
    /// Whether the element at place n of the table is function n of the module, and the table begins at 0x1000, as the Go
    /// linker leaves it and no other tool has to.
    public internal(set) var elementsFollowFunctions = false
    /// Entries that name functions, and the function that each names, by index; -1 for imported ones.
    public internal(set) var names = Entries()
    public internal(set) var namedFunctions: [Int32] = []
    /// Section headers, with the counts behind them.
    public internal(set) var framing: [Range<Int>] = []
    /// In the order of the file, without those that begin below `memoryStart`.
    public internal(set) var segments: [Segment] = []
    /// What the module says of the compiler: the version that `producers` gives for `Go`.
    public internal(set) var goVersion: Range<Int>?
}

extension WasmModule {
    /// Go's program counter is the place in the table of functions, 0x1000 for the first, and 16 bits for the block in it.
    /// (cmd/link/internal/wasm/asm.go)
    public static let firstPlace: UInt64 = 0x1000
    public static let placeShift: UInt64 = 16
    /// No pointer leads below: that is where accesses through nil end up. (cmd/link/internal/ld/data.go `wasmMinDataAddr`)
    public static let memoryStart: UInt32 = 4096
    public static let codeStart = Address(firstPlace << placeShift)
}

/// The linear memory as segments fill it, from `memoryStart` to the last byte that has an initial value.
enum WasmMemory {
    /// Nil where there are no segments, or where they lie so far apart that they fill more memory than the file has bytes: the
    /// Go linker leaves out runs of zeros, but far fewer than there is code.
    static func size(_ segments: [WasmModule.Segment], fileSize: Int, _ warnings: inout [FormatError]) -> Int? {
        let ends = segments.lazy.filter { !$0.payload.isEmpty }.map { $0.place + $0.payload.count }
        guard let size = ends.max() else { return nil }
        guard size <= fileSize + 1 << 20 else {
            warnings.append(
                FormatError(
                    "data", at: segments[0].header.lowerBound,
                    "fills \(size) bytes of memory from a file of \(fileSize), which is not unpacked"))
            return nil
        }
        return size
    }

    /// The file and, behind it, the memory.
    static func unpacked(_ segments: [WasmModule.Segment], size: Int, behind file: RawSpan) -> [UInt8] {
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

/// Addresses and the bytes of the file itself, also where `memory` leads to unpacked memory.
extension Image {
    /// File offset of the byte that an address has at the start of the program; nil where the file has no such byte.
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

    /// Where the byte at a file offset is in memory; nil where it is not loaded.
    public func address(ofFileOffset offset: Int) -> Address? {
        guard let wasm else { return memory.address(of: offset) }
        return wasm.segments.first { $0.payload.contains(offset) }
            .map { Address(UInt64($0.address) + UInt64(offset - $0.payload.lowerBound)) }
    }
}
