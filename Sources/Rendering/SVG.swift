/// Elements of an SVG picture within a page; lengths in the units of its view box.
enum SVG {
    static func picture(_ title: String, width: Double, height: Double, _ elements: String) -> String {
        "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-label=\"\(title)\" width=\"100%\" style=\"max-width:\(Int(width))px;font:12px system-ui\">\n\(elements)</svg>\n"
    }

    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, opacity: Double = 1) -> String {
        let look = opacity == 1 ? "" : " opacity=\"\(opacity)\""
        return
            "<line x1=\"\(rounded(x1))\" y1=\"\(rounded(y1))\" x2=\"\(rounded(x2))\" y2=\"\(rounded(y2))\" stroke=\"currentColor\"\(look)/>\n"
    }

    /// `anchor`: `start`, `middle` or `end`.
    static func label(_ x: Double, _ y: Double, _ text: String, _ anchor: String) -> String {
        "<text x=\"\(rounded(x))\" y=\"\(rounded(y))\" text-anchor=\"\(anchor)\" fill=\"currentColor\">\(text.escapedHTML)</text>\n"
    }

    static func circle(_ x: Double, _ y: Double, _ radius: Int, _ color: String, title: String) -> String {
        "<circle cx=\"\(rounded(x))\" cy=\"\(rounded(y))\" r=\"\(radius)\" fill=\"\(color)\"><title>\(title.escapedHTML)</title></circle>\n"
    }

    static func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ color: String, opacity: Double = 1, title: String? = nil
    ) -> String {
        let inner = title.map { "<title>\($0.escapedHTML)</title>" } ?? ""
        let look = opacity == 1 ? "" : " fill-opacity=\"\(opacity)\""
        return
            "<rect x=\"\(rounded(x))\" y=\"\(rounded(y))\" width=\"\(rounded(max(0.5, width)))\" height=\"\(rounded(height))\" fill=\"\(color)\"\(look)>\(inner)</rect>\n"
    }

    static func polyline(_ points: [(x: Double, y: Double)], _ color: String, isDashed: Bool = false) -> String {
        let path = points.map { "\(rounded($0.x)),\(rounded($0.y))" }.joined(separator: " ")
        return "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(color)\"\(isDashed ? " stroke-dasharray=\"4 3\"" : "")/>\n"
    }

    /// To a tenth.
    private static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
