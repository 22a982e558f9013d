/// A text of a pipeline that was a template elsewhere: literal pieces and variables of pipelines.
struct ImportedText: Equatable, Hashable {
    enum Piece: Equatable, Hashable {
        case literal(String)
        /// A variable, and the functions that change it in order, as a pipeline spells them: `version`, `trimprefix "v"`.
        case variable(String, [String])
        /// A variable of the target whose value is known: conditions and functions see the value.
        case known(String, value: String)
    }

    private(set) var pieces: [Piece] = []

    init(_ literal: String) {
        append(.literal(literal))
    }

    init(variable: String, _ functions: String...) {
        pieces = [.variable(variable, functions)]
    }

    init(known variable: String, value: String) {
        pieces = value.isEmpty ? [] : [.known(variable, value: value)]
    }

    init(_ piece: Piece) {
        append(piece)
    }

    mutating func append(_ other: ImportedText) {
        for piece in other.pieces { append(piece) }
    }

    private mutating func append(_ piece: Piece) {
        guard case .literal(let text) = piece else { return pieces.append(piece) }
        if text.isEmpty { return }
        if case .literal(let before) = pieces.last {
            pieces[pieces.count - 1] = .literal(before + text)
        } else {
            pieces.append(piece)
        }
    }

    func with(_ other: ImportedText) -> ImportedText {
        var text = self
        text.append(other)
        return text
    }

    /// The text where all of it is known.
    var literal: String? {
        pieces.reduce("") { text, piece in
            switch piece {
            case .literal(let literal), .known(_, let literal): text.map { $0 + literal }
            case .variable: nil
            }
        }
    }

    /// As a pipeline says it: `app_{{version}}`.
    var spelled: String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .variable(let name, let functions): "{{\(([name] + functions).joined(separator: " | "))}}"
            case .known(let name, _): "{{\(name)}}"
            }
        }.joined()
    }

    /// A function of text on it: on what is known now, on variables when they have a value. Nil where that is not the same.
    func applying(_ function: String?, _ change: (String) -> String, perPiece: Bool) -> ImportedText? {
        if let literal { return change(literal) == literal ? self : ImportedText(change(literal)) }
        guard let function, perPiece || pieces.count == 1 else { return nil }
        return pieces.reduce(into: ImportedText("")) { text, piece in
            switch piece {
            case .literal(let literal), .known(_, let literal): text.append(.literal(change(literal)))
            case .variable(let name, let functions): text.append(.variable(name, functions + [function]))
            }
        }
    }
}
