internal import Glibc

/// A TCP port of this machine that is free now. Throws where the system gives none.
package func freePort() throws(FileError) -> UInt16 {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            unsafe bind(listener, generic, length) == 0 ? getsockname(listener, generic, &length) : -1
        }
    }
    guard listener >= 0, status == 0 else {
        throw FileError(path: "127.0.0.1", reason: unsafe "no port is free: \(String(cString: strerror(errno)))")
    }
    return UInt16(bigEndian: address.sin_port)
}
