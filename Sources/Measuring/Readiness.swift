internal import Host
package import Planning

/// Waits for a server.
struct Readiness: Sendable {
    private let ready: Measurement.Readiness
    /// A server that is asked more often is measured with the questions.
    static let interval = Duration.milliseconds(10)

    /// - Parameter filled: puts the values of a run into a text.
    init(_ ready: Measurement.Readiness, filled: (String) -> String) { self.ready = ready.map(filled) }

    /// Nil where a line is waited for.
    private var address: HTTPAddress? { ready.address }

    /// The port that another program already serves; nil where it is free.
    func takenPort() async -> String? {
        guard let address, await accepts(address) else { return nil }
        return address.port
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
        guard let address else { return false }
        guard case .http(let text) = ready else { return await accepts(address) }
        return await Task.detached { (try? fetch(text, limit: 1 << 20, seconds: 1)) != nil }.value
    }

    private func accepts(_ address: HTTPAddress) async -> Bool {
        await Task.detached { acceptsConnection(address) }.value
    }
}

extension Measurement.Readiness {
    /// Nil for a line, and for a text that is no address.
    fileprivate var address: HTTPAddress? {
        switch self {
        case .http(let address): HTTPAddress(address)
        case .port(let port): HTTPAddress("http://127.0.0.1:\(port)/")
        case .line: nil
        }
    }

    /// False where it asks for an address that is none, whatever the port.
    package var canBeAsked: Bool {
        if case .line = self { return true }
        return map { $0.replacing("{{port}}", with: "1") }.address != nil
    }
}
