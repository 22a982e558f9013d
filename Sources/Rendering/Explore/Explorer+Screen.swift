internal import Reports

extension Explorer {
    /// Lines of the screen, each at most `width` columns: a title, the rows, the keys.
    public mutating func screen(width: Int, height: Int, _ style: TextStyle) -> [String] {
        let (width, height) = (max(20, width), max(4, height))
        let room = height - 3
        scroll(rows: room)
        var lines = [style.paint(cut(title, width), .bold)]
        if let text {
            lines.append(style.paint(cut(text.title, width), .dim))
            lines += text.lines[min(text.first, text.lines.count)...].prefix(room).map { cut($0, width) }
        } else {
            lines.append(style.paint(cut(heading, width), .dim))
            for index in level.first..<min(level.first + room, rows.count) {
                lines.append(line(rows[index], isChosen: index == level.cursor, width, style))
            }
        }
        lines += Array(repeating: "", count: max(0, height - 1 - lines.count))
        lines.append(style.paint(cut(footer, width), .dim))
        return lines
    }

    private var title: String {
        let path = levels.map { $0.tree.name.visible }.joined(separator: " › ")
        let change = level.tree.before.map { _ in " (\(level.tree.change.signedIEC))" } ?? ""
        return "\(path)  \(level.tree.size.iec)\(change)"
    }

    private var heading: String {
        let columns = level.tree.before == nil ? ["SIZE", "%"] : ["CHANGE", "SIZE"]
        return "  " + columns[0].padded(to: 11) + "  " + columns[1].padded(to: level.tree.before == nil ? 6 : 11) + "  NAME"
    }

    private var footer: String {
        if let typed { return "/\(typed.visible)▏" }
        if !message.isEmpty { return message }
        let place = rows.isEmpty ? "no rows" : "\(level.cursor + 1) of \(rows.count.grouped), by \(order.rawValue)"
        return "\(place)   enter in   esc out   / search   s order   w why   ? keys   q quit"
    }

    private func line(_ row: SizeTree, isChosen: Bool, _ width: Int, _ style: TextStyle) -> String {
        let hasBefore = level.tree.before != nil
        let first = hasBefore ? row.change.signedIEC : row.size.iec
        let second = hasBefore ? row.size.iec : row.size.share(of: level.tree.size)
        let figures = first.padded(to: 11) + "  " + second.padded(to: hasBefore ? 11 : 6)
        let mark = row.children.isEmpty ? "  " : "▸ "
        let share = level.tree.size > 0 ? Double(row.size) / Double(level.tree.size) : 0
        let bar = width >= 90 && !hasBefore ? "  " + block(share) : ""
        let text = cut("\(isChosen ? "›" : " ") \(figures)\(bar)  \(mark)\(row.name.visible)" + note(row), width)
        guard style.color else { return text }
        if isChosen { return "\u{1B}[7m\(text + String(repeating: " ", count: max(0, width - text.count)))\u{1B}[0m" }
        return style.paint(text, hasBefore ? TextStyle.look(ofChange: row.change) : nil)
    }

    private func note(_ row: SizeTree) -> String {
        guard let note = row.note, note != row.name else { return "" }
        return "  \(note.visible)"
    }

    /// Ten columns for the whole of the level.
    private func block(_ share: Double) -> String {
        let eighths = Int((min(max(share, 0), 1) * 80).rounded())
        let rest = eighths % 8
        let text = String(repeating: "█", count: eighths / 8) + (rest > 0 ? String(Array(" ▏▎▍▌▋▊▉")[rest]) : "")
        return text + String(repeating: " ", count: 10 - text.count)
    }

    private func cut(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 1) + "…"
    }
}
