internal import Glibc

/// The body of the answer to a GET of an `http://` address, in HTTP/1.0: no connection is kept, no part is chunked. (RFC 1945)
///
/// Throws for other schemes, a server that does not answer within `seconds`, a status other than 200, and more than `limit` bytes.
package func fetch(_ address: String, limit: Int, seconds: Int? = nil) throws(FileError) -> [UInt8] {
    guard let target = HTTPAddress(address) else {
        throw FileError(
            path: address,
            reason: "not an address that is read: http://HOST:PORT/PATH; for https, save it with curl and pass the file")
    }
    let connection = try Connection(target, seconds: seconds ?? target.seconds)
    let answer = try connection.answer(limit: limit)
    guard let end = answer.indices.first(where: { answer[$0...].starts(with: Array("\r\n\r\n".utf8)) }) else {
        throw FileError(path: address, reason: "the server's answer is not HTTP")
    }
    let head = String(decoding: answer[..<end], as: UTF8.self)
    let status = head.split(separator: "\r\n").first ?? ""
    guard status.hasPrefix("HTTP/1."), status.split(separator: " ").dropFirst().first == "200" else {
        throw FileError(path: address, reason: "the server answers \(status.prefix(100))")
    }
    return Array(answer[(end + 4)...])
}

/// Whether a server takes a connection at the host and port of an `http://` address, within a second.
package func acceptsConnection(_ address: HTTPAddress) -> Bool { (try? Connection(address, seconds: 1)) != nil }

/// An `http://` address in its parts.
package struct HTTPAddress: Equatable, Sendable {
    package var host: String
    package var port: String
    /// Path and query, at least `/`.
    package var path: String
    /// As it was given.
    package var text: String

    package init?(_ text: String) {
        guard text.hasPrefix("http://"), !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else { return nil }
        self.text = text
        let rest = text.dropFirst("http://".count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        let colon = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        host = String(authority[..<(colon ?? authority.endIndex)].filter { $0 != "[" && $0 != "]" })
        port = colon.map { String(authority[authority.index(after: $0)...]) } ?? "80"
        path = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
        guard !host.isEmpty, !host.contains("@"), let number = UInt16(port), number > 0 else { return nil }
    }

    /// Time to wait for the answer: that for which the server is asked to take samples, and half a minute.
    var seconds: Int {
        let query = path.split(separator: "?").dropFirst().first?.split(separator: "&") ?? []
        let asked = query.first { $0.hasPrefix("seconds=") }.flatMap { Int($0.dropFirst("seconds=".count)) } ?? 0
        return 30 + min(max(asked, path.hasPrefix("/debug/pprof/profile") ? 30 : 0), 3600)
    }
}

/// A connected socket.
private struct Connection: ~Copyable {
    private let target: HTTPAddress
    private let socket: Int32
    private let seconds: Int

    init(_ target: HTTPAddress, seconds: Int) throws(FileError) {
        self.target = target
        self.seconds = seconds
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(target.host, target.port, &hints, &list)
        guard status == 0 else {
            throw FileError(path: target.text, reason: unsafe "the host is not found: \(String(cString: gai_strerror(status)))")
        }
        defer { unsafe freeaddrinfo(list) }
        var last: Int32 = 0
        var next = unsafe list
        while let address = unsafe next {
            let candidate = unsafe Glibc.socket(
                address.pointee.ai_family, address.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
            var limit = timeval(tv_sec: seconds, tv_usec: 0)
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                unsafe setsockopt(candidate, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
            }
            if candidate >= 0, unsafe connect(candidate, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 {
                socket = candidate
                return
            }
            last = errno
            if candidate >= 0 { close(candidate) }
            unsafe next = address.pointee.ai_next
        }
        throw FileError(path: target.text, reason: unsafe "no connection: \(String(cString: strerror(last)))")
    }

    deinit { close(socket) }

    /// Asks, and reads until the server closes.
    func answer(limit: Int) throws(FileError) -> [UInt8] {
        let request = "GET \(target.path) HTTP/1.0\r\nHost: \(target.host)\r\nUser-Agent: pare\r\n\r\n"
        var rest = Array(request.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
        let deadline = ContinuousClock.now + .seconds(seconds)
        var answer: [UInt8] = []
        while true {
            let block = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { target, count in
                count = unsafe max(-1, recv(socket, target.baseAddress, target.count, 0))
                if count < 0 { count = 0 }
            }
            if block.isEmpty { break }
            answer += block
            if answer.count > limit { throw FileError(path: target.text, reason: "answers with more than \(limit) bytes") }
            if .now > deadline { throw FileError(path: target.text, reason: "no complete answer within \(seconds) s") }
        }
        return answer
    }

    private func failure() -> FileError {
        FileError(path: target.text, reason: unsafe "the connection failed: \(String(cString: strerror(errno)))")
    }
}
