#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The linear memory as segments fill it, from `memoryStart` to the last byte that has an initial value.
enum WasmMemory {
    /// Nil where there are no segments, or where they lie so far apart that they fill more memory than the file has bytes: the
    /// Go linker leaves out runs of zeros, but far fewer than there is code.
    static func size(_ segments: [WasmModule.Segment], fileSize: Int, _ warnings: inout [FormatError]) -> Int? {
        let ends = segments.lazy.filter { !$0.payload.isEmpty }.map { $0.place + $0.payload.count }
        guard let size = ends.max() else { return nil }
        guard size <= fileSize + 1 << 20 else {
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
                        base + fileSize + segment.place, source + segment.payload.lowerBound, segment.payload.count)
                }
            }
        }
        return contents
    }
}
