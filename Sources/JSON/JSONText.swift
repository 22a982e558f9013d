/// The bytes of a document, for as long as texts of it are in use.
public protocol JSONSource: AnyObject, Sendable {
    func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result

    /// Bytes are not used again soon.
    func release(_ range: Range<Int>)
}

/// A list of a document that is kept as text: the decoder has seen that it is JSON, and made no values of it.
public struct JSONText: Sendable, Codable {
    let source: any JSONSource
    /// In bytes of the source.
    let range: Range<Int>

    init(_ source: any JSONSource, _ range: Range<Int>) {
        self.source = source
        self.range = range
    }

    /// Whether its bytes stay in a file rather than in memory.
    public var isOfFile: Bool { !(source is DecodedText) }

    /// Its bytes. Those of a file that is rewritten meanwhile may be no JSON any more.
    public func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        defer { source.release(range) }
        return try source.withBytes { bytes in
            let end = min(range.upperBound, bytes.count)
            return try body(bytes.extracting(min(range.lowerBound, end)..<end))
        }
    }

    /// Other decoders keep no texts.
    public init(from decoder: any Decoder) throws {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not kept as text"))
    }

    public func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(self, .init(codingPath: encoder.codingPath, debugDescription: "only ours writes texts"))
    }
}

extension JSONText: JSONScalar {
    var json: JSONValue? { .text(self) }

    static func decode(_ value: JSONValue) throws(JSONNumberError) -> JSONText? {
        if case .text(let text) = value { text } else { nil }
    }
}

/// A document in memory.
final class DecodedText: JSONSource {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        let bytes = bytes
        return try body(bytes.span)
    }

    func release(_: Range<Int>) {}
}
