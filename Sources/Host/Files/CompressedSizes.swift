internal import CZlib

/// Download size: bytes of the gzip form at the default level (6), without a file name in its header; and the parts of it that
/// ranges of the file take, to the exactness of a block of deflate, some tens of kilobytes of the file.
package struct CompressedSizes: Sendable {
    package let total: Int
    /// Offsets up to which the file was compressed, and the bytes that took; both ascending.
    private var points: [(input: Int, output: Int)] = [(0, 0)]

    /// Nil when zlib gets no memory.
    package init?(of bytes: RawSpan) {
        var stream = unsafe z_stream()
        let gzip = 15 + 16
        let version = unsafe deflateInit2_(
            &stream, 6, Z_DEFLATED, Int32(gzip), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard version == Z_OK else { return nil }
        defer { unsafe deflateEnd(&stream) }

        var points = points
        total = unsafe bytes.withUnsafeBytes { input in
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { output in
                let step = 1 << 12
                var offset = 0
                repeat {
                    let count = min(step, input.count - offset)
                    unsafe stream.next_in = UnsafeMutablePointer(
                        mutating: input.baseAddress?.advanced(by: offset).assumingMemoryBound(to: UInt8.self))
                    unsafe stream.avail_in = UInt32(count)
                    offset += count
                    repeat {
                        unsafe stream.next_out = output.baseAddress
                        unsafe stream.avail_out = UInt32(output.count)
                        _ = unsafe deflate(&stream, offset == input.count ? Z_FINISH : Z_NO_FLUSH)
                    } while unsafe stream.avail_out == 0
                    let written = unsafe Int(stream.total_out)
                    if let last = points.last, written > last.output { points.append((offset, written)) }
                } while offset < input.count
                return unsafe Int(stream.total_out)
            }
        }
        self.points = points
    }

    /// Bytes of the compressed file that stand for a range of the file. Parts of the file sum to `total`.
    package func size(of range: Range<Int>) -> Int { output(at: range.upperBound) - output(at: range.lowerBound) }

    private func output(at offset: Int) -> Int {
        guard let last = points.last, offset < last.input else { return total }
        var (low, high) = (0, points.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if points[middle].input <= offset { low = middle } else { high = middle }
        }
        let (start, end) = (points[low], points[high])
        guard end.input > start.input else { return start.output }
        let part = Double(offset - start.input) / Double(end.input - start.input)
        return start.output + Int((Double(end.output - start.output) * part).rounded())
    }
}
