internal import JSON
internal import Reports

/// Pretty, with a final newline.
func encodedJSON(_ value: some Encodable) throws(ReportError) -> String {
    do {
        return try JSONEncoder(pretty: true).encode(value) + "\n"
    } catch {
        throw ReportError("the report cannot be written as JSON: \(error)")
    }
}
