internal import CZlib

/// Compresses a stream of bytes, for gzip or for a member of a zip archive.
@safe
final class Deflater {
    enum Wrapping: Int32 {
        /// With a gzip header, without name and time.
        case gzip = 31
        case none = -15
    }

    private let sink: (RawSpan) throws -> Void
    /// Bytes handed to the sink.
    private(set) var count = 0
    /// Allocated separately: zlib checks that it has not moved.
    private let stream: UnsafeMutablePointer<z_stream>

    /// `sink` gets the compressed bytes as they come, 64 KiB at most at a time. Nil if zlib cannot allocate memory.
    init?(_ wrapping: Wrapping, sink: @escaping (RawSpan) throws -> Void) {
        self.sink = sink
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let answer = unsafe deflateInit2_(
            stream, 9, Z_DEFLATED, wrapping.rawValue, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if answer != Z_OK {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    func add(_ bytes: RawSpan) throws {
        let step = 1 << 30
        var offset = 0
        while offset < bytes.byteCount {
            let end = min(bytes.byteCount, offset + step)
            try run(bytes.extracting(offset..<end), Z_NO_FLUSH)
            offset = end
        }
    }

    func add(_ bytes: [UInt8]) throws {
        try unsafe run(bytes.span.bytes, Z_NO_FLUSH)
    }

    func finish() throws {
        let nothing: [UInt8] = []
        try unsafe run(nothing.span.bytes, Z_FINISH)
    }

    private func run(_ bytes: RawSpan, _ flush: Int32) throws {
        try unsafe bytes.withUnsafeBytes { input in
            try unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { buffer in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(input.count)
                repeat {
                    unsafe stream.pointee.next_out = buffer.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(buffer.count)
                    _ = unsafe deflate(stream, flush)
                    let made = unsafe UnsafeRawBufferPointer(
                        rebasing: UnsafeRawBufferPointer(buffer)[..<(buffer.count - Int(stream.pointee.avail_out))])
                    count += made.count
                    try unsafe sink(RawSpan(_unsafeBytes: made))
                } while unsafe stream.pointee.avail_out == 0
            }
        }
    }
}
