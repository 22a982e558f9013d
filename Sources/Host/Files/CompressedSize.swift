internal import CZlib

/// Download size: bytes of the gzip form at the default level (6), without a file name in its header. Nil when zlib gets no memory.
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
