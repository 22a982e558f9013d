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
