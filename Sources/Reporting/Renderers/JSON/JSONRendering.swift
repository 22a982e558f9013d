internal import FoundationEssentials

/// Pretty, sorted keys, no escaped slashes, a final newline: the same report gives the same bytes.
func encodedJSON(_ value: some Encodable) throws(ReportError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    } catch {
        throw ReportError("the report cannot be written as JSON: \(error)")
    }
}
