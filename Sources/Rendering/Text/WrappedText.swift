/// Prose in the width of a terminal. Tables fit it already; commands and quoted texts stay on one line, so that they can be copied.
extension TextStyle {
    /// Breaks lines that are too long at blanks; what follows is indented as the line's last column.
    public func wrapped(_ text: String) -> String {
        guard let width, width > 0 else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Line($0).broken(at: width) }.joined(separator: "\n")
    }

    /// A line as characters with the escape sequences before them, which take no room.
    private struct Line {
        private let text: Substring
        private var cells: [(escapes: String, character: Character)] = []
        private var end = ""

        init(_ text: Substring) {
            self.text = text
            guard text.utf8.count > 20 else { return }
            var isEscape = false
            for character in text {
                if character == "\u{1B}" { isEscape = true }
                if isEscape {
                    end.append(character)
                    if character == "m" { isEscape = false }
                } else {
                    cells.append((end, character))
                    end = ""
                }
            }
        }

        func broken(at width: Int) -> String {
            guard cells.count > width, !isCommand else { return String(text) }
            let indent = hangingIndent(width)
            let isQuoted = quoted
            func isBreakable(_ index: Int) -> Bool { cells[index].character == " " && !isQuoted[index] }
            var result = ""
            var start = 0
            var room = width
            while cells.count - start > room {
                let last = start + room
                let first = start == 0 ? leadingBlanks : start
                // A word that is longer than a line stays whole.
                guard
                    let blank = (first..<last + 1).last(where: isBreakable) ?? (last..<cells.count).first(where: isBreakable)
                else { break }
                var after = blank
                while after < cells.count, cells[after].character == " " { after += 1 }
                var before = blank
                while before > first, cells[before - 1].character == " " { before -= 1 }
                guard after < cells.count else { break }
                result += string(start..<before) + cells[before..<after].map(\.escapes).joined() + "\n"
                result += String(repeating: " ", count: indent)
                start = after
                room = width - indent
            }
            return result + string(start..<cells.count) + end
        }

        private func string(_ range: Range<Int>) -> String {
            cells[range].reduce(into: "") { $0 += $1.escapes + String($1.character) }
        }

        /// Whether each cell is within backticks or quotes that are closed on the line; an apostrophe within a word opens none.
        private var quoted: [Bool] {
            var quoted = [Bool](repeating: false, count: cells.count)
            var index = 0
            while index < cells.count {
                let mark = cells[index].character
                let opens = mark == "`" || "'\"".contains(mark) && (index == 0 || !cells[index - 1].character.isLetter)
                if opens, let end = (index + 1..<cells.count).first(where: { cells[$0].character == mark }) {
                    for inside in index..<end { quoted[inside] = true }
                    index = end
                }
                index += 1
            }
            return quoted
        }

        private var leadingBlanks: Int { cells.prefix { $0.character == " " }.count }

        private var isCommand: Bool {
            let words = String(cells.map(\.character)).split(separator: " ", maxSplits: 2)
            return ["pare", "go", "env"].contains(words.first ?? "")
        }

        /// Start of the last column in the line's first half; without columns two more than the line's own indent.
        private func hangingIndent(_ width: Int) -> Int {
            let leading = leadingBlanks
            var indent = leading < 4 ? leading + 2 : leading
            for index in 2..<min(width / 2, cells.count) where index > leading {
                if cells[index].character != " ", cells[index - 1].character == " ", cells[index - 2].character == " " {
                    indent = index
                }
            }
            return indent
        }
    }
}
