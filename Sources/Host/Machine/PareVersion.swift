internal import CProcess

/// Which Pare this is.
package enum PareVersion {
    /// Raised by a release; what another version has saved is made again.
    package static let number = "0.1.0"

    /// The version with the build ID that the linker computes from the contents of the executable: two builds of one source are the
    /// same, a changed analysis is another, wherever and whenever either is installed. The version alone without a build ID.
    package static let executable: String = {
        var bytes: [UInt8] = Array(repeating: 0, count: 64)
        let count = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            unsafe Int(build_id(buffer.baseAddress, UInt32(buffer.count)))
        }
        let id = bytes.prefix(count).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return id.isEmpty ? number : "\(number)+\(id)"
    }()
}
