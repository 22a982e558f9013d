internal import CZlib

/// Compresses a stream of bytes, for gzip or for a member of a zip archive.
@safe
final class Deflater {
    enum Wrapping: Int32 {
        /// With a gzip header, without name and time.
        case gzip = 31
        case none = -15
    }

    package private(set) var output: [UInt8] = []
    /// Allocated separately: zlib checks that it has not moved.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil if zlib cannot allocate memory.
    package init?(_ wrapping: Wrapping) {
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

    package func add(_ bytes: RawSpan) {
        let step = 1 << 30
        var offset = 0
        while offset < bytes.byteCount {
            let end = min(bytes.byteCount, offset + step)
            run(bytes.extracting(offset..<end), Z_NO_FLUSH)
            offset = end
        }
    }

    package func add(_ bytes: [UInt8]) {
        unsafe run(bytes.span.bytes, Z_NO_FLUSH)
    }

    package func finish() {
        let nothing: [UInt8] = []
        unsafe run(nothing.span.bytes, Z_FINISH)
    }

    private func run(_ bytes: RawSpan, _ flush: Int32) {
        unsafe bytes.withUnsafeBytes { input in
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { buffer in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(input.count)
                repeat {
                    unsafe stream.pointee.next_out = buffer.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(buffer.count)
                    _ = unsafe deflate(stream, flush)
                    let count = unsafe buffer.count - Int(stream.pointee.avail_out)
                    unsafe output.append(contentsOf: buffer[..<count])
                } while unsafe stream.pointee.avail_out == 0
            }
        }
    }
}

/// Download size: bytes of the gzip form at the default level (6), without a file name in its header. Nil if zlib cannot allocate
/// memory.
package func compressedSize(of bytes: RawSpan) -> Int? {
    var stream = unsafe z_stream()
    let gzip = 15 + 16
    let version = unsafe deflateInit2_(
        &stream, 6, Z_DEFLATED, Int32(gzip), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard version == Z_OK else { return nil }
    defer { unsafe deflateEnd(&stream) }

    return unsafe bytes.withUnsafeBytes { input in
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { output in
            let step = 1 << 30
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
            } while offset < input.count
            return unsafe Int(stream.total_out)
        }
    }
}
