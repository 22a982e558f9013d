internal import ArgumentParser
internal import Building
internal import Host
internal import Planning
internal import Rendering
internal import Reports

struct ExploreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore", abstract: "Walks through the bytes of a binary or report in the terminal.",
        discussion: """
            pare explore ./app
            pare explore dist/release/report.json
            pare explore old/app new/app          what changed, largest change first

            Arrows and Enter move, / searches, s sorts, w asks `pare why` for a package in the module of this folder, q quits.
            """)

    @Option(name: .customShort("C"), help: ArgumentHelp("Folder of the Go module, for `pare why`.", valueName: "folder"))
    var folder = "."

    @OptionGroup var messages: MessageOptions

    @Argument(help: "A binary or a saved report; two of them are compared.", completion: .file())
    var files: [String]

    func validate() throws {
        guard (1...2).contains(files.count) else {
            throw ValidationError("expected one file, or two to compare, found \(files.count)")
        }
    }

    func run() async throws {
        let sides = try files.map(ExploredFile.init)
        let tree =
            if sides.count == 2 {
                try sides[0].compared(with: sides[1])
            } else {
                sides[0].tree
            }
        guard let screen = try Screen() else {
            throw ReportError("pare explore needs a terminal; `pare weigh \(shellQuoted(files[0]))` prints the same")
        }
        defer { screen.restore() }
        let (program, target) = (sides.last?.main, sides.last?.target)
        let style = TextStyle(color: messages.terminal(.output).colour)
        try await interruptible {
            var explorer = Explorer(tree)
            var keys = KeyReader()
            var drawn: [String] = []
            while true {
                let size = screen.size
                let lines = explorer.screen(width: size.width, height: size.height, style)
                if lines != drawn { try screen.draw(lines) }
                drawn = lines
                guard let bytes = screen.read(milliseconds: 250) else { return }
                try Task.checkCancellation()
                for key in keys.keys(bytes) {
                    switch explorer.press(key) {
                    case .none: break
                    case .quit: return
                    case .why(let package):
                        try screen.draw(["pare why \(package) …"])
                        drawn = []
                        explorer.show("pare why \(package)", try await why(package, program, target))
                    }
                }
            }
        }
    }

    /// Answer of `pare why` in the module's folder, or its complaint.
    private func why(_ package: String, _ main: String?, _ target: String?) async throws -> String {
        var arguments = ["why", package, "-C", folder]
        if let target { arguments += ["--target", target] }
        if let main { arguments.append(main) }
        return try await answer(toOwnArguments: arguments)
    }
}
