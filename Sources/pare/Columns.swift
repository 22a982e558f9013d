/// Rows with their columns aligned.
func columns(_ rows: [[String]]) -> String {
    var widths: [Int] = []
    for row in rows {
        for (index, cell) in row.enumerated() {
            if index == widths.count { widths.append(0) }
            widths[index] = max(widths[index], cell.count)
        }
    }
    return rows.map { row in
        var line = ""
        for (index, cell) in row.enumerated() {
            line += cell + String(repeating: " ", count: widths[index] - cell.count + 2)
        }
        return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
}
