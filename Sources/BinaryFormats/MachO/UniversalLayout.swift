/// Header and offsets of a universal Mach-O file that is made of programs for one architecture each, as `lipo -create` places
/// them. (mach-o/fat.h; llvm/lib/Object/MachOUniversalWriter.cpp)
public struct UniversalLayout: Sendable, Equatable {
    /// A program that becomes a slice.
    public struct Member: Sendable, Equatable {
        var cpu: UInt32
        var subtype: UInt32
        var size: Int

        /// Throws for files other than Mach-O programs of one architecture.
        public init(_ bytes: RawSpan) throws(FormatError) {
            guard case .macho(let order, let pointerSize) = Signature(ByteReader(bytes)) else {
                throw FormatError("slice", at: 0, "not a Mach-O file of one architecture")
            }
            let header = try ByteReader(bytes, order: order).record("mach_header", at: 0, size: pointerSize == 8 ? 32 : 28)
            cpu = header.u32(4)
            subtype = header.u32(8)
            size = bytes.byteCount
        }

        /// Page size of the architecture as a power of two.
        fileprivate var alignment: Int { isARM ? 14 : 12 }
        fileprivate var isARM: Bool { cpu & 0xff == 12 }
    }

    public struct Slice: Sendable, Equatable {
        /// Index of the member.
        public var member: Int
        /// File offsets.
        public var range: Range<Int>
    }

    /// `fat_header` and the table of `fat_arch`.
    public let header: [UInt8]
    /// In the order of the file; between them are zeros.
    public let slices: [Slice]

    /// Throws for two members of one architecture, and for files of 4 GiB and more.
    public init(_ members: [Member]) throws(FormatError) {
        let order = members.indices.sorted {
            (members[$0].isARM ? 1 : 0, members[$0].alignment, $0) < (members[$1].isARM ? 1 : 0, members[$1].alignment, $1)
        }
        var header: [UInt8] = []
        func put(_ values: UInt32...) {
            for value in values { for shift in [24, 16, 8, 0] as [UInt32] { header.append(UInt8(value >> shift & 0xff)) } }
        }
        put(0xcafe_babe, UInt32(members.count))
        var slices: [Slice] = []
        var end = 8 + 20 * members.count
        for index in order {
            let member = members[index]
            guard
                !slices.contains(where: { members[$0.member].cpu == member.cpu && members[$0.member].subtype == member.subtype })
            else {
                let name = MachOHeader.architecture(cpu: member.cpu).name
                throw FormatError("fat_arch", at: header.count, "two slices for \(name)")
            }
            let page = 1 << member.alignment
            let start = (end + page - 1) / page * page
            end = start + member.size
            guard let offset = UInt32(exactly: start), let size = UInt32(exactly: member.size) else {
                throw FormatError("fat_arch", at: header.count, "\(end) bytes do not fit in 32-bit offsets")
            }
            put(member.cpu, member.subtype, offset, size, UInt32(member.alignment))
            slices.append(Slice(member: index, range: start..<end))
        }
        self.header = header
        self.slices = slices
    }
}
