internal import CProcess

/// The version of this Pare.
package enum PareVersion {
    /// Raised by each release; data saved by another version is recomputed.
    package static let number = "0.1.0"

    /// The version with the build ID that the linker computes from the contents of the executable: builds of equal sources have
    /// equal versions, independent of path and time of installation, and a changed analysis has another. Without a build ID it is
    /// the number alone.
    package static let executable: String = {
        var bytes: [UInt8] = Array(repeating: 0, count: 64)
        let count = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            unsafe Int(build_id(buffer.baseAddress, UInt32(buffer.count)))
        }
        let id = bytes.prefix(count).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return id.isEmpty ? number : "\(number)+\(id)"
    }()
}
