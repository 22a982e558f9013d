internal import Host
internal import Toolchain

/// Downloaded modules with edited files. go lets no overlay replace a file of the module cache: each such module is reached through
/// a link outside of it, by a `replace` in the go.mod that go reads in place of the user's.
/// (go.dev/ref/mod#go-mod-file-replace)
struct ReplacedModules {
    private var links: [(root: String, link: String)] = []
    /// Files that go reads in place of others.
    private(set) var overlay: [String: String] = [:]

    /// Makes the links in `folder`. Throws `FileError`, or `ExperimentError` where there is no go.mod to change.
    init(_ roots: [String: String], of program: LinkedProgram, in folder: String) async throws {
        guard !roots.isEmpty else { return }
        guard let file = program.packages[program.main]?.module?.file else {
            throw ExperimentError(description: "\(program.main) is in no module: the module cache has files to be edited")
        }
        let copy = "\(folder)/main.mod"
        try replaceFile(at: copy, with: try MappedFile(path: file).text)
        var edits: [String] = []
        for (index, module) in roots.sorted(by: { $0.key < $1.key }).enumerated() {
            let link = "\(folder)/module\(index)"
            try createLink(link, to: module.value)
            links.append((module.value, link))
            edits.append("-replace=\(module.key)=\(link)")
            if !fileExists("\(module.value)/go.mod") {
                try replaceFile(at: "\(link).mod", with: "module \(module.key)\n")
                overlay["\(link)/go.mod"] = "\(link).mod"
            }
        }
        let answer = try await program.go.run(["mod", "edit"] + edits + [copy])
        guard answer.succeeded else { throw ExperimentError(description: answer.said) }
        overlay[file] = copy
    }

    var isEmpty: Bool { links.isEmpty }

    /// The path outside of the module cache under which go reads a file.
    func path(of file: String) -> String {
        guard let (root, link) = links.first(where: { file.hasPrefix($0.root + "/") }) else { return file }
        return link + file.dropFirst(root.count)
    }
}
