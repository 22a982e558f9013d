internal import Host
internal import JSON
package import Planning

extension BuildPlan {
    /// SHA-256 in lower-case hexadecimal of the portable plan as JSON with sorted keys: the same on every machine that plans the
    /// same files. Throws `EncodingError` for a budget of no finite growth.
    package func digest() throws -> String {
        struct Document: Encodable {
            var schema = BuildPlan.schema
            var plan: BuildPlan
        }
        return SHA256.hexadecimal(of: try JSONEncoder().encode(Document(plan: portable)))
    }
}
