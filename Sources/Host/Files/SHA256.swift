internal import SystemPackage

/// SHA-256 (FIPS 180-4), implemented here as a crypto package would cost two minutes of build time.
package struct SHA256 {
    private var state: InlineArray<8, UInt32> = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    /// Bytes that are not a whole block yet.
    private var tail: [UInt8] = []
    private var count: UInt64 = 0

    package init() {}

    /// The digest of all bytes in lower-case hexadecimal.
    package static func hexadecimal(of bytes: RawSpan) -> String {
        var digest = SHA256()
        digest.add(bytes)
        return digest.hexadecimal()
    }

    /// The digest of a text's UTF-8.
    package static func hexadecimal(of text: String) -> String { hexadecimal(of: unsafe text.utf8.span.bytes) }

    /// The digest of a file, read in pieces. Throws `FileError`.
    package static func hexadecimal(ofFile path: String) throws(FileError) -> String {
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.nonBlocking, .closeOnExec])
            return try descriptor.closeAfter {
                var digest = SHA256()
                try descriptor.forEachChunk { digest.add($0) }
                return digest.hexadecimal()
            }
        } catch {
            throw FileError(path: path, error)
        }
    }

    /// Appends bytes to what is digested.
    package mutating func add(_ bytes: RawSpan) {
        count += UInt64(bytes.byteCount)
        var start = 0
        if !tail.isEmpty {
            start = min(64 - tail.count, bytes.byteCount)
            keep(bytes, 0..<start)
            guard tail.count == 64 else { return }
            let block = tail
            unsafe compress(block.span.bytes)
            tail.removeAll(keepingCapacity: true)
        }
        let end = start + (bytes.byteCount - start) & ~63
        compress(bytes.extracting(start..<end))
        keep(bytes, end..<bytes.byteCount)
    }

    /// The digest of all that was added.
    package func hexadecimal() -> String {
        var digest = self
        digest.tail.append(0x80)
        while digest.tail.count % 64 != 56 { digest.tail.append(0) }
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            digest.tail.append(UInt8(truncatingIfNeeded: (count << 3) >> shift))
        }
        let last = digest.tail
        unsafe digest.compress(last.span.bytes)

        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for index in digest.state.indices {
            for shift in stride(from: UInt32(28), through: 0, by: -4) {
                text.append(digits[Int(digest.state[index] >> shift & 15)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func keep(_ bytes: RawSpan, _ range: Range<Int>) {
        for index in range { tail.append(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) }
    }

    /// Processes `bytes`, a multiple of 64-byte blocks.
    private mutating func compress(_ bytes: RawSpan) {
        let k = Self.k
        var w = InlineArray<64, UInt32>(repeating: 0)
        for block in stride(from: 0, to: bytes.byteCount, by: 64) {
            for i in 0..<16 {
                w[i] = unsafe UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: block &+ i &* 4, as: UInt32.self))
            }
            for i in 16..<64 {
                let x = w[i &- 15]
                let y = w[i &- 2]
                let s0 = Self.rotate(x, 7) ^ Self.rotate(x, 18) ^ (x >> 3)
                let s1 = Self.rotate(y, 17) ^ Self.rotate(y, 19) ^ (y >> 10)
                w[i] = w[i &- 16] &+ s0 &+ w[i &- 7] &+ s1
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            var (e, f, g, h) = (state[4], state[5], state[6], state[7])
            for i in stride(from: 0, to: 64, by: 8) {
                Self.round(a, b, c, &d, e, f, g, &h, k[i] &+ w[i])
                Self.round(h, a, b, &c, d, e, f, &g, k[i &+ 1] &+ w[i &+ 1])
                Self.round(g, h, a, &b, c, d, e, &f, k[i &+ 2] &+ w[i &+ 2])
                Self.round(f, g, h, &a, b, c, d, &e, k[i &+ 3] &+ w[i &+ 3])
                Self.round(e, f, g, &h, a, b, c, &d, k[i &+ 4] &+ w[i &+ 4])
                Self.round(d, e, f, &g, h, a, b, &c, k[i &+ 5] &+ w[i &+ 5])
                Self.round(c, d, e, &f, g, h, a, &b, k[i &+ 6] &+ w[i &+ 6])
                Self.round(b, c, d, &e, f, g, h, &a, k[i &+ 7] &+ w[i &+ 7])
            }
            state[0] &+= a
            state[1] &+= b
            state[2] &+= c
            state[3] &+= d
            state[4] &+= e
            state[5] &+= f
            state[6] &+= g
            state[7] &+= h
        }
    }

    @inline(__always)
    private static func rotate(_ value: UInt32, _ by: UInt32) -> UInt32 {
        value &>> by | value &<< (32 &- by)
    }

    /// One round; the caller rotates the eight variables by renaming them.
    @inline(__always)
    private static func round(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32,
        _ kw: UInt32
    ) {
        let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let t1 = h &+ s1 &+ (g ^ (e & (f ^ g))) &+ kw
        let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        d &+= t1
        h = t1 &+ s0 &+ ((a & b) | (c & (a | b)))
    }

    private static let k: InlineArray<64, UInt32> = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
