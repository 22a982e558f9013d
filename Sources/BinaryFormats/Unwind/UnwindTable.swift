/// A table that tells how to unwind functions, in the encoding of its format.
public struct UnwindTable: Sendable {
    public struct Entry: Sendable, Hashable {
        /// File offsets.
        public var range: Range<Int>
        /// Where its function is; empty at its start where the entry does not tell the end.
        public var function: Range<Address>
        /// File offsets of what several entries refer to: a CIE, a record of `.xdata`.
        public var shared: Range<Int>?
        /// The function's own table of landing pads, in `.gcc_except_table`.
        public var exceptionTable: Address?
    }

    enum Encoding: Sendable {
        /// `.eh_frame`: FDEs and their CIEs.
        case frames
        /// `.eh_frame_hdr`: a row for each FDE.
        case frameIndex
        /// `RUNTIME_FUNCTION` of the PE directory 3.
        case runtimeFunctions(imageBase: UInt64)
    }

    /// File offsets.
    public let range: Range<Int>
    let address: Address
    let encoding: Encoding

    /// In the order of the table. Throws where it stops making sense; the entries before still came.
    public func forEach(_ image: Image, _ reader: ByteReader, _ body: (Entry) -> Void) throws(FormatError) {
        switch encoding {
        case .frames: try FrameTable(range, at: address, image).forEach(reader, body)
        case .frameIndex: try FrameIndex.forEach(range, at: address, reader, body)
        case .runtimeFunctions(let base): try RuntimeFunctions(range, imageBase: base, image).forEach(reader, body)
        }
    }
}
