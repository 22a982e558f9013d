public import Attribution
import BinaryFormats
import GoMetadata

/// A profile of bytes in memory. Throws the errors of `Image` and of the accounting.
public func weigh(_ bytes: [UInt8]) throws -> SizeProfile {
    let span = unsafe bytes.span.bytes
    let image = try Image(span)
    return try SizeProfile(image, GoProgram(image, span), span)
}
