#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The linear memory as segments fill it, from address 0 to the last byte that has an initial value.
enum WasmMemory {
    /// Nil where there are no segments, or where they lie so far apart that the zeros between them would outweigh the file: the
    /// Go linker leaves out runs of zeros, but not many.
    static func size(_ segments: [WasmModule.Segment], fileSize: Int, _ warnings: inout [FormatError]) -> Int? {
        let ends = segments.lazy.filter { !$0.payload.isEmpty }.map { Int($0.address) + $0.payload.count }
        guard let size = ends.max() else { return nil }
        guard size <= 2 * fileSize + 1 << 26 else {
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
                        base + fileSize + Int(segment.address), source + segment.payload.lowerBound, segment.payload.count)
                }
            }
        }
        return contents
    }
}
