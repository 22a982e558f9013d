/// Imports that the types of variables need, under the names of the file or new ones.
struct AddedImports {
    private let statements: [ImportStatements.Statement]
    private let context: PackageStub.Context
    private(set) var paths: [String] = []

    init(_ statements: [ImportStatements.Statement], _ context: PackageStub.Context) {
        self.statements = statements
        self.context = context
    }

    /// Name in the file of a package by its resolved path; nil where `internal` forbids the import.
    mutating func alias(_ path: String) -> String? {
        if let known = statements.first(where: { context.resolved($0.path) == path && $0.name != "_" }) {
            return known.name ?? context.name(known.path)
        }
        guard isImportable(path) else { return nil }
        let written = path.hasPrefix("vendor/") ? String(path.dropFirst(7)) : path
        if !paths.contains(written) { paths.append(written) }
        return "pare\(paths.firstIndex(of: written) ?? 0)"
    }

    private func isImportable(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let inner = parts.lastIndex(of: "internal") else { return true }
        let parent = parts[..<inner].joined(separator: "/")
        let isOwn = context.path == parent || context.path.hasPrefix(parent + "/")
        return isOwn || parent.isEmpty && !(context.path.split(separator: "/").first?.contains(".") ?? false)
    }

    func edits(_ bytes: [UInt8]) -> [Edit] {
        guard !paths.isEmpty else { return [] }
        var scanner = GoScanner(String(decoding: bytes, as: UTF8.self))
        _ = scanner.next()
        _ = scanner.next()
        let end = scanner.range.upperBound
        let text = paths.enumerated().map { "\nimport pare\($0) \"\($1)\"" }.joined()
        return [(end..<end, text + "\n")]
    }
}
