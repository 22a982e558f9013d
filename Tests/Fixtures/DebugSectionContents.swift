import BinaryFormats
import CZlib
import CZstd

extension BinarySpec.DebugSection {
    /// Name in ELF and PE; `hasFlag` if a flag marks compressed sections.
    func name(hasFlag: Bool) -> String {
        let isNamed = compression == .zdebug || compression == .compressed && !hasFlag
        return (isNamed ? ".zdebug_" : ".debug_") + name
    }

    /// Bytes in the file.
    func contents(_ order: ByteOrder, pointerSize: Int, hasFlag: Bool) -> [UInt8] {
        guard compression != .none, compression != .zstd || hasFlag else { return bytes }
        if compression != .zdebug, hasFlag {
            var out = ByteWriter(order)
            out.put(compression == .zstd ? 2 : 1, 4)
            if pointerSize == 8 { out.put(0, 4) }
            out.put([bytes.count, 1], pointerSize)
            return out.bytes + (compression == .zstd ? zstandard(bytes) : deflated(bytes))
        }
        var out = ByteWriter(.big)
        out.put("ZLIB", width: 4)
        out.put(bytes.count, 8)
        return out.bytes + deflated(bytes)
    }
}

/// A zlib stream of `bytes`.
public func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    return unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
        let status = unsafe compress2(buffer.baseAddress, &size, bytes, UInt(bytes.count), 1)
        count = status == Z_OK ? Int(size) : 0
    }
}

/// A zstd frame of `bytes`.
public func zstandard(_ bytes: [UInt8]) -> [UInt8] {
    let size = ZSTD_compressBound(bytes.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        let result = unsafe ZSTD_compress(buffer.baseAddress, size, bytes, bytes.count, 1)
        count = ZSTD_isError(result) == 0 ? result : 0
    }
}
