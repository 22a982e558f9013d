import Reports
import Testing

@testable import Rendering

struct ExplorerTests {
    private static func leaf(_ name: String, _ size: Int, before: Int? = nil) -> SizeTree {
        SizeTree(name, size: size, before: before)
    }

    private var tree: SizeTree {
        var http = SizeTree("net/http", size: 600, children: [Self.leaf("net/http.Get", 400), Self.leaf("net/http.init", 200)])
        http.package = "net/http"
        http.note = "std"
        var fmt = SizeTree("fmt", size: 300, children: [Self.leaf("fmt.Println", 300)])
        fmt.package = "fmt"
        return SizeTree(
            "app", size: 1000, children: [fmt, http, Self.leaf("overhead", 100)])
    }

    private func names(_ explorer: Explorer) -> [String] { explorer.rows.map(\.name) }

    @discardableResult
    private func press(_ explorer: inout Explorer, _ keys: Key...) -> Explorer.Effect {
        var effect = Explorer.Effect.none
        for key in keys { effect = explorer.press(key) }
        return effect
    }

    private func type(_ explorer: inout Explorer, _ text: String) {
        for character in text { _ = explorer.press(.character(character)) }
    }

    @Test func intoARowAndOut() {
        var explorer = Explorer(tree)
        #expect(names(explorer) == ["net/http", "fmt", "overhead"], "largest first")
        press(&explorer, .enter)
        #expect(names(explorer) == ["net/http.Get", "net/http.init"])
        press(&explorer, .down, .enter)
        #expect(explorer.message == "nothing below net/http.init")
        press(&explorer, .escape)
        #expect(explorer.chosen?.name == "net/http")
        #expect(press(&explorer, .escape) == .none && explorer.message == "q quits")
        #expect(press(&explorer, .character("q")) == .quit)
    }

    @Test func theCursorStaysInTheRows() {
        var explorer = Explorer(tree)
        press(&explorer, .up, .pageUp)
        #expect(explorer.chosen?.name == "net/http")
        press(&explorer, .pageDown, .down, .end)
        #expect(explorer.chosen?.name == "overhead")
        press(&explorer, .enter)
        #expect(explorer.message == "nothing below overhead")
        var empty = Explorer(SizeTree("nothing", size: 0))
        press(&empty, .enter, .down, .character("s"), .character("w"))
        #expect(empty.chosen == nil && empty.screen(width: 40, height: 6, .plain).count == 6)
    }

    @Test func aChosenRowStaysChosenInAnotherOrder() {
        var explorer = Explorer(tree)
        press(&explorer, .down, .character("s"))
        #expect(names(explorer) == ["fmt", "net/http", "overhead"] && explorer.chosen?.name == "fmt")
    }

    @Test func theLargestChangeIsFirst() {
        let old = Breakdown(
            dimensions: [.package],
            parts: [
                .init(path: [.init(.group(.package), "a")], size: 10), .init(path: [.init(.group(.package), "gone")], size: 70),
            ])
        let new = Breakdown(
            dimensions: [.package],
            parts: [
                .init(path: [.init(.group(.package), "a")], size: 15), .init(path: [.init(.group(.package), "new")], size: 30),
            ])
        let tree = SizeTree("diff", old: old, new: new)
        #expect(tree.change == tree.children.reduce(0) { $0 + $1.change } && tree.change == -35)
        let explorer = Explorer(tree)
        #expect(names(explorer) == ["gone", "new", "a"] && explorer.chosen?.package == "gone")
    }

    @Test func aSearchFindsEverythingBelow() {
        var explorer = Explorer(tree)
        press(&explorer, .enter, .character("/"))
        type(&explorer, "GETx")
        press(&explorer, .backspace, .enter)
        #expect(names(explorer) == ["net/http.Get"] && explorer.chosen?.note == "net/http")
        #expect(explorer.message == "1 row with `GET`")
        press(&explorer, .escape)
        #expect(names(explorer).count == 3)
        press(&explorer, .character("/"))
        type(&explorer, "absent")
        press(&explorer, .enter)
        #expect(explorer.message == "no name has `absent`" && names(explorer).count == 3)
        press(&explorer, .character("/"), .character("q"), .escape)
        #expect(explorer.typed == nil, "a search that is left asks nothing and quits nothing")
    }

    @Test func whyIsAskedForPackages() {
        var explorer = Explorer(tree)
        #expect(press(&explorer, .character("w")) == .why(package: "net/http"))
        press(&explorer, .enter)
        #expect(press(&explorer, .character("w")) == .why(package: "net/http"), "of a function its package")
        press(&explorer, .escape, .end)
        #expect(press(&explorer, .character("w")) == .none && explorer.message.contains("choose a package"))
        explorer.show("pare why net/http", "one\ntwo\u{1B}[31m\n")
        let screen = explorer.screen(width: 40, height: 10, .plain)
        #expect(screen[2] == "one" && !screen[3].contains("\u{1B}"))
        #expect(press(&explorer, .character("q")) == .none && explorer.text == nil, "q closes the answer first")
    }

    /// Every line fits, whatever the names and the size of the terminal are.
    @Test(arguments: [(1, 1), (20, 4), (40, 10), (100, 30), (300, 5)])
    func aScreenIsAsLargeAsTheTerminal(width: Int, height: Int) {
        let odd = ["<script>", "a\nb\u{1B}[2J", String(repeating: "x", count: 4000), "päckage|\"'", ""]
        var explorer = Explorer(SizeTree("odd", size: 5000, children: odd.map { Self.leaf($0, 1000) }))
        for _ in 0..<8 {
            let lines = explorer.screen(width: width, height: height, .plain)
            #expect(lines.count == max(4, height))
            #expect(lines.allSatisfy { $0.count <= max(20, width) && !$0.contains("\u{1B}") && !$0.contains("\n") })
            press(&explorer, .down)
        }
    }

    @Test func theChosenRowIsOnTheScreen() {
        var explorer = Explorer(SizeTree("many", size: 5050, children: (1...100).map { Self.leaf("row\($0)", $0) }))
        for key in [Key.end, .home, .pageDown, .pageDown, .down, .up, .pageUp] {
            press(&explorer, key)
            let lines = explorer.screen(width: 60, height: 13, .plain)
            #expect(lines.count { $0.hasPrefix("›") } == 1, "\(key)")
        }
    }
}
