internal import Host
internal import Planning

/// Waits for a server.
struct Readiness: Sendable {
    private let ready: Measurement.Readiness
    /// Never faster: what is asked too often is measured with it.
    private static let interval = Duration.milliseconds(10)

    init(_ ready: Measurement.Readiness, port: UInt16) {
        func filled(_ text: String) -> String { text.replacing("{{port}}", with: "\(port)") }
        self.ready =
            switch ready {
            case .http(let address): .http(filled(address))
            case .port(let port): .port(filled(port))
            case .line(let text): .line(filled(text))
            }
    }

    /// Why another program would be measured; nil where nothing answers yet.
    func taken() async -> String? {
        switch ready {
        case .http(let address):
            guard let target = HTTPAddress(address), await accepts(target.host, target.port) else { return nil }
            return "port \(target.port) is taken by another program before the start"
        case .port(let port):
            return await accepts("127.0.0.1", port) ? "port \(port) is taken by another program before the start" : nil
        case .line: return nil
        }
    }

    /// Returns when the server is ready; it is asked until the task is cancelled.
    func wait(_ lines: AsyncStream<String>) async throws {
        if case .line(let text) = ready {
            for await line in lines where line.contains(text) { return }
            throw CancellationError()
        }
        while !(await answers()) { try await Task.sleep(for: Self.interval) }
    }

    private func answers() async -> Bool {
        switch ready {
        case .http(let address):
            await Task.detached { (try? fetch(address, limit: 1 << 20, seconds: 1)) != nil }.value
        case .port(let port): await accepts("127.0.0.1", port)
        case .line: false
        }
    }

    private func accepts(_ host: String, _ port: String) async -> Bool {
        await Task.detached { acceptsConnection(host, port: port) }.value
    }
}
