/// A main package that a pipeline builds.
public struct MainPackage: Codable, Sendable, Equatable {
    /// As the pipeline says it and go takes it: `./cmd/app`, `cmd/gofmt`.
    public var path: String
    /// Folder of its `go.mod` or `go.work` relative to the project's folder.
    public var module: String
    /// `example.com/app/cmd/app`, as a binary says it; the path where no `go.mod` tells.
    public var importPath: String
    /// `FILE:LINE`
    public var place: String

    public init(path: String, module: String = ".", importPath: String, place: String) {
        self.path = path
        self.module = module
        self.importPath = importPath
        self.place = place
    }

    /// Matches a pattern against the path, the import path and the binary's name.
    func isCalled(_ pattern: String) -> Bool {
        let glob = Glob(pattern)
        return [path, importPath, binary].contains(where: glob.matches)
    }

    /// The name of its binary, as `go build` would choose it.
    var binary: String {
        programElements(of: withoutExtension(importPath)).last ?? "main"
    }

    /// A path of it, without `.go` where the main package is a Go file.
    func withoutExtension(_ path: String) -> String {
        self.path.hasSuffix(".go") && path.hasSuffix(".go") ? String(path.dropLast(3)) : path
    }
}

/// For each main package the name of its folder in `dist`.
///
/// Mains that share a last element get folders of as many elements as tell them apart: `a-app` and `b-app`.
func programFolders(of mains: [MainPackage]) -> [String] {
    let elements = mains.map { main in
        // Within the project, the folders tell them apart; `.` is called as its module is.
        let local = main.path.hasPrefix(".") ? "\(main.module)/\(main.path)" : main.path
        let isNamed = main.path.contains { $0 != "." && $0 != "/" }
        return programElements(of: main.withoutExtension(isNamed ? local : main.importPath))
    }
    var depths = elements.map { _ in 1 }
    while true {
        let folders = zip(elements, depths).map { $0.suffix($1).joined(separator: "-") }
        let grown = folders.indices.map { index in
            let isTaken = folders.indices.contains { $0 != index && folders[$0].lowercased() == folders[index].lowercased() }
            return isTaken ? min(depths[index] + 1, elements[index].count) : depths[index]
        }
        if grown == depths { return numbered(folders) }
        depths = grown
    }
}

/// The path's elements that may name the program; like go, without a major version at the end (`/v2`).
func programElements(of importPath: String) -> [String] {
    var elements = importPath.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
    if elements.count > 1, let last = elements.last, isMajorVersion(last) { elements.removeLast() }
    return elements.isEmpty ? ["main"] : elements
}

private func isMajorVersion(_ element: String) -> Bool {
    guard element.hasPrefix("v"), let version = Int(element.dropFirst()) else { return false }
    return version > 1 && element == "v\(version)"
}

/// Whole paths that are still equal, `./app` and `app`, get a number.
private func numbered(_ folders: [String]) -> [String] {
    folders.reduce(into: []) { names, folder in
        var name = folder
        var number = 2
        while names.contains(where: { $0.lowercased() == name.lowercased() }) {
            name = "\(folder)-\(number)"
            number += 1
        }
        names.append(name)
    }
}

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
