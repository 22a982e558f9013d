/// The specifications in one declaration of variables or constants: the names, the type if it is written, the values.
/// (go.dev/ref/spec#Variable_declarations)
struct ValueSpecs {
    struct Spec {
        var names: [String] = []
        /// Bytes of the whole specification, without a terminating semicolon.
        var range: Range<Int>
        /// Bytes of the written type.
        var type: Range<Int>?
        /// Bytes of the values after `=`.
        var values: Range<Int>?
        var line: Int
    }

    private(set) var specs: [Spec] = []

    init(_ source: [UInt8], _ declaration: Range<Int>, line: Int) {
        var scanner = GoScanner(String(decoding: source[declaration], as: UTF8.self))
        _ = scanner.next()
        let base = declaration.lowerBound
        var depth = 0
        var isGroup: Bool?
        var current: Spec?
        /// 0: a name, 1: a type, 2: values.
        var place = 0
        var expectsName = true
        var last: GoScanner.Token = .end
        func mark(_ text: String) -> GoScanner.Token { .mark(text.utf8.first ?? 0) }
        while true {
            let token = scanner.next()
            let range = base + scanner.range.lowerBound..<base + scanner.range.upperBound
            if isGroup == nil {
                isGroup = token == mark("(")
                if isGroup == true { continue }
            }
            if token == .end || depth == 0 && isGroup == true && token == mark(")") { break }
            // The scanner takes `+` and `-` at the end of a line for the end of a statement.
            let begins = scanner.beginsStatement && last != mark("+") && last != mark("-")
            last = token
            if depth == 0, token == mark(";") || begins, let done = current, !done.names.isEmpty {
                specs.append(done)
                current = nil
            }
            if depth == 0, token == mark(";") { continue }
            if current == nil { (place, expectsName) = (0, true) }
            var spec = current ?? Spec(range: range, line: line + scanner.line - 1)
            spec.range = spec.range.lowerBound..<range.upperBound
            if depth == 0, place < 2, token == mark("=") {
                place = 2
            } else if place == 0, case .word(let name) = token, expectsName {
                spec.names.append(name)
                expectsName = false
            } else if place == 0, token == mark(",") {
                expectsName = true
            } else if place == 2 {
                spec.values = (spec.values?.lowerBound ?? range.lowerBound)..<range.upperBound
            } else {
                place = 1
                spec.type = (spec.type?.lowerBound ?? range.lowerBound)..<range.upperBound
            }
            current = spec
            if case .mark(let byte) = token {
                if Array("([{".utf8).contains(byte) { depth += 1 }
                if Array(")]}".utf8).contains(byte) { depth -= 1 }
            }
        }
        if let done = current, !done.names.isEmpty { specs.append(done) }
    }
}
