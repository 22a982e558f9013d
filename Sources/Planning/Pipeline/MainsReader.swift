/// Reads `mains`, or `modules`: main packages by the folder of their module.
struct MainsReader {
    let std: Bool
    /// The import path of a main package in a module's folder; nil where no `go.mod` tells.
    let importPath: (_ main: String, _ module: String) -> String?

    private var example: String { std ? "[cmd/gofmt]" : "[./cmd/app]" }

    func read(_ fields: [String: Node], of root: Node, with yaml: inout YAMLReader) -> [MainPackage] {
        if let modules = fields["modules"] {
            for key in ["mains", "module", "std"] where fields[key] != nil {
                yaml.report(modules, "`modules` and `\(key)` contradict each other", expected: "one of the two")
            }
            return readModules(modules, with: &yaml)
        }
        let module = fields["module"].flatMap { yaml.string($0, "`module`", expected: "the folder of go.mod") } ?? "."
        guard let node = fields["mains"] else {
            yaml.report(root, "`mains` is missing", expected: "the main packages: `mains: \(example)`")
            return []
        }
        return readMains(node, "`mains`", module: module, with: &yaml)
    }

    private func readModules(_ node: Node, with yaml: inout YAMLReader) -> [MainPackage] {
        guard let mapping = node.mapping, !mapping.isEmpty else {
            yaml.report(
                node, "`modules`", found: yaml.describe(node),
                expected: "main packages by the folder of their go.mod: { server: [./cmd/api], agent: [.] }")
            return []
        }
        return mapping.flatMap { key, value -> [MainPackage] in
            guard let module = yaml.string(key, "`modules`: a folder") else { return [] }
            return readMains(value, "`modules`: `\(module)`", module: module, with: &yaml)
        }
    }

    private func readMains(
        _ node: Node, _ what: String, module: String, with yaml: inout YAMLReader
    ) -> [MainPackage] {
        let mains = yaml.strings(node, what, example: example)
        if mains.isEmpty, node.sequence?.isEmpty == true {
            yaml.report(node, "\(what) is empty, so there is nothing to build", expected: "main packages: \(example)")
        }
        return mains.compactMap { text, node in
            // As a shell completes the name of a folder.
            let main = text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
            guard isMain(main, node, what, with: &yaml) else { return nil }
            let known = std ? main : importPath(main, module)
            return MainPackage(
                path: main, module: module, importPath: known ?? (module == "." ? main : "\(module)/\(main)"),
                place: yaml.place(node))
        }
    }

    private func isMain(_ main: String, _ node: Node, _ what: String, with yaml: inout YAMLReader) -> Bool {
        let before = yaml.problems.count
        let isLocal = main.hasPrefix(".") || main.hasPrefix("/")
        if main.hasPrefix("-") || main.contains("...") || main.hasSuffix("..") {
            yaml.report(node, what, found: "`\(main)`", expected: "the path of one main package: \(example)")
        } else if std, isLocal {
            yaml.report(
                node, "\(what) with `std: true`", found: "`\(main)`",
                expected: "an import path of the Go distribution: `cmd/gofmt`")
        } else if !std, main.hasPrefix("cmd/") {
            yaml.report(
                node, "\(what): go takes this for a program of the Go distribution", found: "`\(main)`",
                expected: "a path that begins with `./`, or `std: true`", suggestion: "./\(main)")
        }
        return yaml.problems.count == before
    }
}
