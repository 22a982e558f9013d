/// The declarations of a Go source file after its imports, and its uses of names with a selector. Types are not resolved: a
/// variable named like a package counts as that package. (go.dev/ref/spec#Declarations_and_scope)
package struct GoOutline: Sendable {
    package struct Declaration: Sendable {
        /// `func`, `var`, `const` or `type`.
        package var keyword: String
        /// A function's name, after the type of its receiver if it has one: `Lines`, `(*Client).Do`, `Kind.String`.
        package var name: String?
        /// Names declared by a declaration of variables, constants or types.
        package var names: [String] = []
        /// Whether one of the names has a value.
        package var hasValue = false
        package var line: Int
        /// Bytes from the keyword to the next declaration.
        package var range: Range<Int>
        /// Bytes of a function's body with its braces.
        package var body: Range<Int>?

        /// Name of the receiver's type of a method.
        package var receiver: String? {
            guard keyword == "func", let name, let dot = name.lastIndex(of: ".") else { return nil }
            return name[..<dot].filter { !"(*)".contains($0) }
        }
    }

    package struct Use: Sendable {
        package var name: String
        package var offset: Int
        package var line: Int
        /// The name after the dot.
        package var selector: String?
        /// Whether the name is the first word of a statement or field, ignoring a `*`: in a type, an embedded type.
        package var beginsStatement = false
    }

    package private(set) var declarations: [Declaration] = []
    package private(set) var uses: [Use] = []
    /// The last word, while a dot may follow it.
    private var candidate: Use?

    package init(source: String) {
        var scanner = GoScanner(source)
        var depth = 0
        var last: GoScanner.Token = .end
        var braces: [(offset: Int, isBody: Bool)] = []
        var signature: [GoScanner.Token] = []
        var names = DeclaredNames()
        var isSelector = false
        var starBegins = false
        func opens(_ token: GoScanner.Token) -> Bool { token == .mark(UInt8(ascii: "{")) || token == .mark(UInt8(ascii: ";")) }
        var token = scanner.next()
        while token != .end {
            if let last = declarations.indices.last, declarations[last].keyword != "func" {
                if let name = names.next(token, beginsStatement: scanner.beginsStatement) {
                    declarations[last].names.append(name)
                }
                if names.hasValue { declarations[last].hasValue = true }
            }
            switch token {
            case .word(let word):
                if depth == 0, Self.keywords.contains(word), scanner.beginsStatement || last == .mark(UInt8(ascii: ";")) {
                    close(at: scanner.range.lowerBound, signature)
                    signature = []
                    names = DeclaredNames()
                    declarations.append(
                        Declaration(
                            keyword: word, line: scanner.line, range: scanner.range.lowerBound..<scanner.range.lowerBound))
                }
            case .mark(let mark):
                switch mark {
                case UInt8(ascii: "{"):
                    braces.append(
                        (scanner.range.lowerBound, depth == 0 && last != .word("struct") && last != .word("interface")))
                    depth += 1
                case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"):
                    depth = max(0, depth - 1)
                    if let brace = braces.popLast(), brace.isBody, declarations.last?.keyword == "func" {
                        declarations[declarations.count - 1].body = brace.offset..<scanner.range.upperBound
                    }
                case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(0, depth - 1)
                case UInt8(ascii: "."):
                    if case .word(let name) = last, let use = candidate, use.name == name { uses.append(use) }
                default: break
                }
            default: break
            }
            if case .word(let word) = token {
                if last == .mark(UInt8(ascii: ".")), isSelector, let index = uses.indices.last { uses[index].selector = word }
                isSelector = false
            } else {
                isSelector = token == .mark(UInt8(ascii: ".")) && candidate != nil
            }
            let begins = scanner.beginsStatement || opens(last) || last == .mark(UInt8(ascii: "*")) && starBegins
            starBegins = token == .mark(UInt8(ascii: "*")) && begins
            if case .word(let word) = token, last != .mark(UInt8(ascii: ".")) {
                candidate = Use(name: word, offset: scanner.range.lowerBound, line: scanner.line, beginsStatement: begins)
            } else {
                candidate = nil
            }
            if signature.count < 64, declarations.last?.keyword == "func" { signature.append(token) }
            last = token
            token = scanner.next()
        }
        close(at: source.utf8.count, signature)
        candidate = nil
    }

    private static let keywords: Set<String> = ["func", "var", "const", "type"]

    private mutating func close(at end: Int, _ signature: [GoScanner.Token]) {
        guard let last = declarations.indices.last else { return }
        declarations[last].range = declarations[last].range.lowerBound..<end
        if declarations[last].keyword == "func" { declarations[last].name = Self.name(signature) }
    }

    /// The name in the tokens from `func` on: an optional receiver in parentheses, then the name.
    private static func name(_ signature: [GoScanner.Token]) -> String? {
        var rest = signature.dropFirst()
        var receiver = ""
        if rest.first == .mark(UInt8(ascii: "(")) {
            var isPointer = false
            var type = ""
            var brackets = 0
            rest = rest.dropFirst()
            while let token = rest.popFirst(), token != .mark(UInt8(ascii: ")")) || brackets > 0 {
                switch token {
                case .mark(UInt8(ascii: "[")): brackets += 1
                case .mark(UInt8(ascii: "]")): brackets -= 1
                case .mark(UInt8(ascii: "*")) where brackets == 0: isPointer = true
                case .word(let word) where brackets == 0: type = word
                default: break
                }
            }
            receiver = isPointer ? "(*\(type))." : "\(type)."
        }
        guard case .word(let name)? = rest.first else { return nil }
        return receiver + name
    }
}

/// Finds the declared names, one or a group, in the tokens after a `var`, `const` or `type`.
private struct DeclaredNames {
    private enum Place {
        /// A name is expected.
        case name
        /// After a name: a comma and another name, or a type and a value.
        case afterName
        case rest
    }

    package private(set) var hasValue = false
    private var place: Place = .name
    private var isGroup: Bool?
    private var depth = 0

    package mutating func next(_ token: GoScanner.Token, beginsStatement: Bool) -> String? {
        if isGroup == nil {
            isGroup = token == .mark(UInt8(ascii: "("))
            if isGroup == true { return nil }
        }
        if depth == 0, isGroup == true, beginsStatement || token == .mark(UInt8(ascii: ";")) { place = .name }
        switch token {
        case .word(let word) where depth == 0 && place == .name:
            place = .afterName
            return word
        case .mark(UInt8(ascii: ";")): break
        case .mark(let mark):
            if place == .afterName { place = mark == UInt8(ascii: ",") ? .name : .rest }
            if mark == UInt8(ascii: "="), depth == 0 { hasValue = true }
            if Array("([{".utf8).contains(mark) { depth += 1 }
            if Array(")]}".utf8).contains(mark) { depth -= 1 }
        default: place = .rest
        }
        return nil
    }
}

extension GoOutline.Declaration: CustomStringConvertible {
    /// `the signature of (*Client).Do`, `a type`.
    package var description: String {
        switch keyword {
        case "func": "the signature of \(name ?? "a function")"
        case "var": "a variable of the package"
        case "const": "a constant"
        default: "a type"
        }
    }
}
