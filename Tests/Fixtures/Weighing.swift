public import Attribution
import BinaryFormats
import GoMetadata

/// A profile of bytes in memory. Throws what reading the image or the accounting throws.
public func weigh(_ bytes: [UInt8]) throws -> SizeProfile {
    let span = unsafe bytes.span.bytes
    let image = try Image(span)
    return try SizeProfile(image, GoProgram(image, span), span)
}
