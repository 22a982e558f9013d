/// One thing wrong with what the user wrote, with all they need to mend it.
public struct Problem: Sendable, Equatable, CustomStringConvertible {
    /// `FILE:LINE`, or the flag on the command line: `--target`.
    public var place: String
    public var what: String
    public var found: String?
    public var expected: String?
    /// The nearest valid spelling.
    public var suggestion: String?

    public init(place: String, what: String, found: String? = nil, expected: String? = nil, suggestion: String? = nil) {
        self.place = place
        self.what = what
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
    }

    /// `PLACE: what, found X, expected Y, did you mean Z?` in one line.
    public var description: String {
        var text = "\(place): \(what)"
        if let found { text += ", found \(found)" }
        if let expected { text += ", expected \(expected)" }
        if let suggestion { text += ", did you mean `\(suggestion)`?" }
        return text
    }
}
