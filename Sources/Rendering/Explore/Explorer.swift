internal import Reports

/// A key of the terminal.
public enum Key: Sendable, Equatable {
    case character(Character)
    case up, down, left, right, pageUp, pageDown, home, end, enter, escape, backspace, interrupt
}

/// The state of `pare explore`: a place in a tree of sizes, and what a key makes of it. Drawing is a function of the state.
public struct Explorer: Sendable {
    /// Work of the program after a key.
    public enum Effect: Sendable, Equatable {
        case none
        case quit
        /// Shows why a package is there; the answer goes into `show`.
        case why(package: String)
    }

    public enum Order: String, Sendable, CaseIterable {
        case size, name, change
    }

    /// A level that was entered: the rows' parent, and the row that was chosen in it.
    struct Level: Sendable {
        var tree: SizeTree
        var cursor = 0
        var first = 0
    }

    private(set) var levels: [Level]
    private(set) var order: Order = .size
    /// Text of the search while it is typed.
    private(set) var typed: String?
    private(set) var message = ""
    /// A text over the rows, such as an answer of `pare why`; nil when there is none.
    private(set) var text: (title: String, lines: [String], first: Int)?
    /// Rows that the last drawn screen had room for.
    private var page = 20

    public init(_ tree: SizeTree) {
        levels = [Level(tree: tree)]
        if tree.before != nil { order = .change }
        sort()
    }

    var level: Level { levels[levels.count - 1] }
    var rows: [SizeTree] { level.tree.children }
    var chosen: SizeTree? { rows.indices.contains(level.cursor) ? rows[level.cursor] : nil }

    public mutating func show(_ title: String, _ contents: String) {
        let lines = contents.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).visible }
        text = (title, lines, 0)
    }

    /// The height of the screen changes what a page is.
    public mutating func resize(rows: Int) { page = max(1, rows) }

    public mutating func press(_ key: Key) -> Effect {
        message = ""
        if key == .interrupt { return .quit }
        if text != nil { return read(key) }
        if typed != nil {
            type(key)
            return .none
        }
        switch key {
        case .up, .character("k"): move(-1)
        case .down, .character("j"): move(1)
        case .pageUp: move(-page)
        case .pageDown, .character(" "): move(page)
        case .home, .character("g"): move(-rows.count)
        case .end, .character("G"): move(rows.count)
        case .enter, .right, .character("l"): enter()
        case .left, .backspace, .character("h"): leave()
        case .escape: if levels.count > 1 { leave() } else { message = "q quits" }
        case .character("/"): typed = ""
        case .character("s"): reorder()
        case .character("w"): return why()
        case .character("?"): show("Keys", Self.help)
        case .character("q"): return .quit
        default: break
        }
        return .none
    }

    private mutating func read(_ key: Key) -> Effect {
        guard var shown = text else { return .none }
        let last = max(0, shown.lines.count - page)
        switch key {
        case .up, .character("k"): shown.first = max(0, shown.first - 1)
        case .down, .character("j"): shown.first = min(last, shown.first + 1)
        case .pageUp: shown.first = max(0, shown.first - page)
        case .pageDown, .character(" "): shown.first = min(last, shown.first + page)
        case .home, .character("g"): shown.first = 0
        case .end, .character("G"): shown.first = last
        case .character("q"), .escape, .left, .backspace, .enter, .character("h"):
            text = nil
            return .none
        default: break
        }
        text = shown
        return .none
    }

    private mutating func move(_ by: Int) {
        let last = levels.count - 1
        levels[last].cursor = min(max(0, level.cursor + by), max(0, rows.count - 1))
    }

    private mutating func enter() {
        guard let row = chosen else { return }
        guard !row.children.isEmpty else {
            message = "nothing below \(row.name.visible)"
            return
        }
        levels.append(Level(tree: row))
        sort()
    }

    private mutating func leave() {
        if levels.count > 1 { levels.removeLast() }
    }

    private mutating func reorder() {
        let all = Order.allCases.filter { $0 != .change || level.tree.before != nil }
        order = all[((all.firstIndex(of: order) ?? 0) + 1) % all.count]
        sort()
        message = "by \(order.rawValue)"
    }

    /// Sorts the rows of the level; the chosen one stays chosen.
    private mutating func sort() {
        let last = levels.count - 1
        let name = chosen?.name
        levels[last].tree.children.sort { a, b in
            switch order {
            case .size: (b.size, a.name) < (a.size, b.name)
            case .name: a.name < b.name
            case .change: (b.change.magnitude, a.name) < (a.change.magnitude, b.name)
            }
        }
        if level.cursor > 0, let index = rows.firstIndex(where: { $0.name == name }) { levels[last].cursor = index }
    }

    private mutating func why() -> Effect {
        let within = levels.last { $0.tree.package != nil }?.tree.package
        guard let package = chosen?.package ?? within else {
            message = "choose a package: `pare why` answers for packages"
            return .none
        }
        return .why(package: package)
    }

    private mutating func type(_ key: Key) {
        switch key {
        case .character(let character): typed?.append(character)
        case .backspace: if typed?.isEmpty == true { typed = nil } else { typed?.removeLast() }
        case .escape: typed = nil
        case .enter:
            search(typed ?? "")
            typed = nil
        default: break
        }
    }

    /// A level of all rows below the first one whose name has the text, each under its whole path.
    private mutating func search(_ text: String) {
        guard !text.isEmpty else { return }
        var found: [SizeTree] = []
        func visit(_ tree: SizeTree, _ path: String) {
            for child in tree.children {
                if child.name.lowercased().contains(text.lowercased()) {
                    var row = child
                    row.note = [path, child.note ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
                    found.append(row)
                }
                visit(child, path.isEmpty ? child.name : "\(path) › \(child.name)")
            }
        }
        visit(levels[0].tree, "")
        guard !found.isEmpty else {
            message = "no name has `\(text.visible)`"
            return
        }
        var result = SizeTree(
            "search: \(text)", size: levels[0].tree.size, before: levels[0].tree.before, children: found)
        result.package = nil
        levels = [levels[0], Level(tree: result)]
        sort()
        message = "\(counted(found.count, "row")) with `\(text.visible)`"
    }

    private static let help = """
        up, down, j, k        a row                  Enter, right, l       into it
        page up, page down    a screen               Escape, left, h       out of it
        home, end, g, G       first, last row        /                     search in everything
        s                     order: size, name, change
        w                     why the package is there, by `pare why` in the module of this folder
        q                     quit
        """

    /// Keeps the chosen row on the screen.
    mutating func scroll(rows visible: Int) {
        page = max(1, visible)
        let last = levels.count - 1
        if level.cursor < level.first { levels[last].first = level.cursor }
        if level.cursor >= level.first + page { levels[last].first = level.cursor - page + 1 }
    }
}
