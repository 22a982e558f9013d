public import BinaryFormats

/// Addresses that the instructions of functions refer to, in place of the symbols and relocations of a stripped file.
///
/// Only instructions that form addresses are decoded. On amd64 and wasm the length of every instruction is decoded, so that data
/// within code is not mistaken for an instruction; on other architectures a constant within `targets` may be mistaken for an
/// address. Owners derived from references are inferred.
public struct CodeReferences: Sendable {
    public struct Reference: Sendable {
        /// Index into `FunctionTable.functions`.
        public var function: Int32
        /// Bytes from `base`.
        var distance: UInt32
        /// Bytes from the function's entry to the instruction; 0 where code has no addresses.
        public var place: UInt32
    }

    /// References in the order of the code.
    public private(set) var references: [Reference] = []
    /// Whether constants cannot be mistaken for addresses: false if instructions hold absolute addresses.
    public private(set) var isExact = true
    private let base: Address

    public func target(of reference: Reference) -> Address { base + UInt64(reference.distance) }

    init(_ scan: CodeScan) {
        references = scan.references
        base = Address(scan.targets.lowerBound)
    }

    /// References from the code of `functions` of `table` to addresses in `targets`; none for architectures that Pare cannot
    /// decode.
    init(_ image: Image, _ reader: ByteReader, _ table: FunctionTable, _ functions: Range<Int>, targets: Range<Address>) {
        var scan = CodeScan(targets: targets)
        self.init(scan)
        guard let decoder = InstructionDecoder(image.architecture) else { return }
        if case .x86(is64: false) = decoder { scan.relocated = RelocatedText(image, reader, table) }
        isExact = decoder.isExact || scan.relocated != nil
        scan.references.reserveCapacity(functions.count * 8)
        if let module = image.wasm {
            guard table.describes(module) else { return }
            for index in functions {
                scan.function = Int32(truncatingIfNeeded: index)
                scan.readWasm(ByteReader(reader.bytes.extracting(module.code[index])))
            }
            references = scan.references
            return
        }
        // The budget bounds the work for segments that overlap in the file and would have the same code read many times.
        var budget = reader.count
        for index in functions {
            let function = table.functions[index]
            guard function.size > 0, function.size < 1 << 28 else { continue }
            let addresses = table.addresses(of: function)
            guard let range = image.memory.range(of: addresses), range.count <= budget else { continue }
            budget -= range.count
            scan.function = Int32(truncatingIfNeeded: index)
            let code = ByteReader(reader.bytes.extracting(range), order: reader.order)
            scan.read(code, at: addresses.lowerBound.value, decoder)
        }
        references = scan.references
    }

    /// The references of these functions, followed by those of the next ones.
    func followed(by next: CodeReferences) -> CodeReferences {
        var joined = self
        joined.references += next.references
        return joined
    }
}

/// The instruction decoder of an architecture.
enum InstructionDecoder {
    case x86(is64: Bool)
    case arm, arm64, loong64, mips, ppc64, riscv64, s390x, wasm

    var isExact: Bool {
        switch self {
        case .x86(let is64): is64
        case .arm, .wasm: false
        case .arm64, .loong64, .mips, .ppc64, .riscv64, .s390x: true
        }
    }

    init?(_ architecture: Architecture) {
        switch architecture.name {
        case "amd64": self = .x86(is64: true)
        case "386": self = .x86(is64: false)
        case "arm": self = .arm
        case "arm64": self = .arm64
        case "loong64": self = .loong64
        case "mips", "mipsle", "mips64", "mips64le": self = .mips
        case "ppc64", "ppc64le": self = .ppc64
        case "riscv64": self = .riscv64
        case "s390x": self = .s390x
        case "wasm": self = .wasm
        default: return nil
        }
    }
}

/// The state of a scan: the references found so far and the current function.
struct CodeScan {
    let targets: Range<UInt64>
    let lengths = X86Decoder.lengths
    let map = X86Decoder.oneByteMap
    /// Positions of absolute addresses in the code; nil if unknown.
    var relocated: RelocatedText?
    var function: Int32 = 0
    var references: [CodeReferences.Reference] = []

    init(targets: Range<Address>) {
        self.targets = targets.lowerBound.value..<targets.upperBound.value
    }

    /// Reads the code of one function; `pc` is the address of its first byte.
    mutating func read(_ code: ByteReader, at pc: UInt64, _ decoder: InstructionDecoder) {
        switch decoder {
        case .x86(true): readAMD64(code, at: pc)
        case .x86(false): read386(code, at: pc)
        case .arm: readARM(code)
        case .arm64: readARM64(code, at: pc)
        case .loong64: readLoong64(code, at: pc)
        case .mips: readMIPS(code)
        case .ppc64: readPPC64(code)
        case .riscv64: readRISCV64(code, at: pc)
        case .s390x: readS390X(code, at: pc)
        case .wasm: readWasm(code)
        }
    }

    @inline(__always)
    mutating func note(_ target: UInt64, at place: Int) {
        guard targets.contains(target), let distance = UInt32(exactly: target &- targets.lowerBound) else { return }
        references.append(
            CodeReferences.Reference(function: function, distance: distance, place: UInt32(truncatingIfNeeded: place)))
    }
}

/// Upper halves of addresses by register; the instruction that adds the lower half follows within a few instructions.
struct UpperHalves {
    private var values: InlineArray<32, UInt64> = .init(repeating: 0)
    private var places: InlineArray<32, Int> = .init(repeating: -1000)

    /// Records that `register` holds `value` from the instruction at `offset` on.
    mutating func set(_ register: UInt32, _ value: UInt64, at offset: Int) {
        values[Int(register & 31)] = value
        places[Int(register & 31)] = offset
    }

    /// Removes the upper half in `register`, which was overwritten.
    mutating func clear(_ register: UInt32) {
        places[Int(register & 31)] = -1000
    }

    /// The upper half in `register`, if it was set at most `distance` bytes before `offset`.
    func value(_ register: UInt32, at offset: Int, within distance: Int = 16) -> UInt64? {
        offset - places[Int(register & 31)] <= distance ? values[Int(register & 31)] : nil
    }
}

/// The lowest `bits` of `value` as a signed number, wrapped into an unsigned one for addition.
@inline(__always)
func signExtended(_ value: UInt32, _ bits: UInt32) -> UInt64 {
    UInt64(bitPattern: Int64(Int32(bitPattern: value << (32 - bits)) >> (32 - bits)))
}

extension CodeReferences {
    /// References from code without a function table. `code` are file offsets, one range per function, and the functions of the
    /// references are indexes into it. At most as many bytes are read as the file has.
    public init(from code: [Range<Int>], to targets: Range<Address>, _ image: Image, _ reader: ByteReader) {
        var scan = CodeScan(targets: targets)
        let decoder = image.wasm == nil ? InstructionDecoder(image.architecture) : nil
        var budget = reader.count
        var mapping = AddressMap.Mapping(address: Address(0), range: 0..<0)
        for (index, range) in code.enumerated() {
            if !mapping.range.contains(range.lowerBound) {
                mapping = image.memory.mappings.first { $0.range.contains(range.lowerBound) } ?? mapping
            }
            guard let decoder, mapping.range.contains(range.lowerBound), range.count <= budget else { continue }
            budget -= range.count
            let address = mapping.address + UInt64(range.lowerBound - mapping.range.lowerBound)
            scan.function = Int32(truncatingIfNeeded: index)
            scan.read(ByteReader(reader.bytes.extracting(range), order: reader.order), at: address.value, decoder)
        }
        self.init(scan)
    }
}

extension CodeReferences {
    /// Address of the last byte of the first instruction of `function` that refers to `target`; nil if there is none, or if code
    /// has no addresses (WebAssembly).
    public static func place(
        of target: Address, in function: FunctionTable.Function, _ table: FunctionTable, _ image: Image, _ reader: ByteReader
    ) -> Address? {
        guard image.wasm == nil, let decoder = InstructionDecoder(image.architecture),
            let range = image.memory.range(of: table.addresses(of: function))
        else { return nil }
        let start = table.addresses(of: function).lowerBound
        /// Whether the first `length` bytes of the code refer to the target.
        func names(_ length: Int) -> Bool {
            var scan = CodeScan(targets: target..<target + 1)
            let code = range.lowerBound..<range.lowerBound + length
            scan.read(ByteReader(reader.bytes.extracting(code), order: reader.order), at: start.value, decoder)
            return !scan.references.isEmpty
        }
        guard names(range.count) else { return nil }
        return start + UInt64((0..<range.count).partitioningIndex { names($0 + 1) })
    }
}

/// Positions of absolute addresses in the code, from the relocations of the loader (PE on 386).
struct RelocatedText {
    /// A bit for each byte of the code.
    private var bits: [UInt64]
    private let addresses: Range<UInt64>

    /// Nil without relocations in the code.
    init?(_ image: Image, _ reader: ByteReader, _ table: FunctionTable) {
        let (start, end) = (table.textStart.value, max(table.textStart, table.textEnd).value)
        guard !image.relocations.isEmpty, end - start <= UInt64(reader.count) else { return nil }
        addresses = start..<end
        var bits = Array<UInt64>(repeating: 0, count: Int(end - start) / 64 + 1)
        var isEmpty = true
        for relocations in image.relocations {
            try? relocations.forEach(image, reader) { relocation in
                guard relocation.slot.value >= start, relocation.slot.value < end else { return }
                let place = Int(relocation.slot.value - start)
                bits[place >> 6] |= 1 << UInt64(place & 63)
                isEmpty = false
            }
        }
        if isEmpty { return nil }
        self.bits = bits
    }

    func contains(_ address: UInt64) -> Bool {
        guard addresses.contains(address) else { return false }
        let place = Int(address - addresses.lowerBound)
        return bits[place >> 6] >> UInt64(place & 63) & 1 == 1
    }
}
