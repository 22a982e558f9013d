internal import BinaryFormats
internal import CZlib

/// The contents of a file that may be compressed by gzip: the bytes themselves when they do not begin with its magic number.
///
/// Throws when the stream is damaged or ends early, and when it inflates to more than `limit` bytes. (RFC 1952)
func inflated(_ bytes: [UInt8], limit: Int) throws(FormatError) -> [UInt8] {
    guard bytes.starts(with: [0x1f, 0x8b]) else { return bytes }
    var result: [UInt8] = []
    var failure: FormatError?
    unsafe bytes.withUnsafeBufferPointer { source in
        var stream = unsafe z_stream()
        // 16 more than the largest window: a gzip header is expected.
        guard unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            failure = FormatError("gzip", at: 0, "there is no memory to inflate it")
            return
        }
        defer { unsafe inflateEnd(&stream) }
        unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe stream.avail_in = UInt32(clamping: source.count)
        var status = Z_OK
        while status == Z_OK, failure == nil {
            let block = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 18) { target, filled in
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                status = unsafe inflate(&stream, Z_NO_FLUSH)
                unsafe filled = target.count - Int(stream.avail_out)
            }
            result += block
            let read = unsafe source.count - Int(stream.avail_in)
            if result.count > limit {
                failure = FormatError("gzip", at: 0, "\(bytes.count) bytes inflate to more than the \(limit) that are read")
            } else if status == Z_OK, block.isEmpty {
                failure = FormatError("gzip", at: read, "the file ends within the compressed data")
            } else if status == Z_BUF_ERROR {
                failure = FormatError("gzip", at: read, "the file ends within the compressed data")
            } else if status != Z_OK, status != Z_STREAM_END {
                failure = FormatError("gzip", at: read, "the compressed data is damaged")
            }
        }
    }
    if let failure { throw failure }
    return result
}
