/// How wide and how colourful text may be; whoever owns the terminal decides.
public struct TextStyle: Sendable, Equatable {
    /// Columns; nil where nothing limits them, as in a file or a pipe: then nothing is shortened and no bars are drawn.
    public var width: Int?
    /// Whether ANSI colours may be used.
    public var color: Bool

    public static let plain = TextStyle()

    public init(width: Int? = nil, color: Bool = false) {
        self.width = width
        self.color = color
    }

    /// The few looks a piece of text has.
    enum Look: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
    }

    func paint(_ text: String, _ look: Look?) -> String {
        guard color, let look, !text.isEmpty else { return text }
        return "\u{1B}[\(look.rawValue)m\(text)\u{1B}[0m"
    }

    /// Growth is red, shrinking green.
    static func look(ofChange change: Int) -> Look? {
        change > 0 ? .red : change < 0 ? .green : nil
    }
}
