#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The part of the linear memory that segments fill.
struct WasmMemory {
    let start: UInt32
    let size: Int
    private let fileSize: Int

    /// Nil where there are no segments, or where they lie so far apart that the memory between them would not be worth it: the
    /// Go linker leaves out only runs of zeros.
    init?(_ segments: [WasmModule.Segment], fileSize: Int, _ warnings: inout [FormatError]) {
        let filled = segments.lazy.filter { !$0.payload.isEmpty }
        guard let start = filled.map(\.address).min(), let end = filled.map({ Int($0.address) + $0.payload.count }).max() else { return nil }
        self.start = start
        self.fileSize = fileSize
        size = end - Int(start)
        guard size <= 2 * fileSize + 1 << 26 else {
            warnings.append(FormatError("data", at: segments[0].header.lowerBound, "segments fill a file of \(fileSize) bytes over \(size) bytes of memory"))
            return nil
        }
    }

    /// The file and, behind it, the memory.
    func unpacked(_ segments: [WasmModule.Segment], _ file: RawSpan) -> [UInt8] {
        var contents = Array(repeating: UInt8(0), count: fileSize + size)
        unsafe contents.withUnsafeMutableBytes { contents in
            unsafe file.withUnsafeBytes { file in
                guard let base = contents.baseAddress, let source = file.baseAddress else { return }
                unsafe memcpy(base, source, fileSize)
                for segment in segments where !segment.payload.isEmpty {
                    unsafe memcpy(base + fileSize + Int(segment.address - start), source + segment.payload.lowerBound, segment.payload.count)
                }
            }
        }
        return contents
    }
}
