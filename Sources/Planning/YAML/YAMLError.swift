/// Why a text is not one YAML document that can be used.
enum YAMLError: Error, Equatable {
    /// `context` is what libyaml was doing, and the line where that began.
    case syntax(problem: String, line: Int, context: String? = nil, contextLine: Int = 1)
    /// Bytes that no YAML text may contain, at an offset in UTF-8.
    case characters(problem: String, offset: Int)
    /// The line is that of the first key, in the order of the list.
    case duplicateKeys([String], line: Int)
}
