internal import GoSource
internal import Host
internal import Reports
package import Toolchain

/// Import statements of packages, and their uses of a package, read from their source files.
struct WhySources: Sendable {
    private struct Statement {
        var to: String
        var file: String
        var line: Int
    }

    /// Uses of one package in another.
    struct Use {
        var places: [WhyReport.Import] = []
        var kinds: [ImportUse.Kind: Int] = [:]
        fileprivate(set) var lines: [WhyReport.SourceLine] = []
    }

    private let program: LinkedProgram
    /// By importer and package.
    private var places: [String: [String: WhyReport.Import]] = [:]

    /// Reads the imports of packages.
    init(_ program: LinkedProgram, _ importers: some Sequence<String>) async {
        self.program = program
        let read = await inParallel(importers.compactMap { program.packages[$0] }) { (package: GoPackage) in
            var found: [String: WhyReport.Import] = [:]
            for (name, source) in Self.files(package) {
                for statement in ImportStatements(source: source).statements {
                    let path = package.importMap?[statement.path] ?? statement.path
                    guard found[path] == nil else { continue }
                    found[path] = WhyReport.Import(
                        from: package.path, to: path, file: program.shown(name, of: package, in: package.folder ?? ""),
                        line: statement.line)
                }
            }
            return (package.path, found)
        }
        places = Dictionary(read) { first, _ in first }
    }

    /// The first statement of an import; nil if its package was not read.
    func statement(_ from: String, _ to: String) -> WhyReport.Import? { places[from]?[to] }

    /// All uses of a package in the files of another.
    func use(_ from: String, _ to: String) -> Use {
        guard let package = program.packages[from] else { return Use() }
        let name = program.packages[to]?.name ?? String(to.split(separator: "/").last ?? "")
        var found = Use()
        for (file, source) in Self.files(package) {
            let use = ImportUse(source: source, isImport: { (package.importMap?[$0] ?? $0) == to }, name: name)
            guard !use.imports.isEmpty else { continue }
            let shown = program.shown(file, of: package, in: package.folder ?? "")
            found.places += use.imports.map { WhyReport.Import(from: from, to: to, file: shown, line: $0) }
            for place in use.places { found.kinds[place.kind, default: 0] += 1 }
            found.lines += Self.lines(use.lines, of: source, in: shown)
        }
        return found
    }

    func lines(of from: String, using to: String) -> [WhyReport.SourceLine] { use(from, to).lines }

    private static func lines(_ places: [ImportUse.Place], of source: String, in file: String) -> [WhyReport.SourceLine] {
        guard !places.isEmpty else { return [] }
        let text = source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return places.compactMap { place in
            guard text.indices.contains(place.line - 1) else { return nil }
            let line = String(decoding: text[place.line - 1], as: UTF8.self).drop { $0.isWhitespace }
            return WhyReport.SourceLine(
                file: file, line: place.line, kind: place.kind.title, text: withoutTrailingBlanks(line))
        }
    }

    private static func files(_ package: GoPackage) -> [(name: String, source: String)] {
        guard let folder = package.folder else { return [] }
        return ((package.goFiles ?? []) + (package.cgoFiles ?? [])).sorted().compactMap { name in
            guard let file = try? MappedFile(path: "\(folder)/\(name)") else { return nil }
            return (name, file.text)
        }
    }
}

extension LinkedProgram {
    /// Where `from` imports `to`, found by reading its files.
    func statement(_ from: String, _ to: String) -> WhyReport.Import {
        guard let package = packages[from], let folder = package.folder else {
            return WhyReport.Import(from: from, to: to, file: nil, line: nil)
        }
        for name in (package.goFiles ?? []) + (package.cgoFiles ?? []) {
            guard let file = try? MappedFile(path: "\(folder)/\(name)") else { continue }
            for statement in ImportStatements(source: file.text).statements
            where (package.importMap?[statement.path] ?? statement.path) == to {
                return WhyReport.Import(from: from, to: to, file: shown(name, of: package, in: folder), line: statement.line)
            }
        }
        return WhyReport.Import(from: from, to: to, file: nil, line: nil)
    }

    /// A file as people open it: below the working folder by its path; elsewhere, and of the distribution, by import path.
    package func shown(_ name: String, of package: GoPackage, in folder: String) -> String {
        let here = currentFolder + "/"
        if package.isStandard != true, "\(folder)/".hasPrefix(here) { return ("\(folder)/".dropFirst(here.count)) + name }
        return "\(package.path)/\(name)"
    }
}

private func withoutTrailingBlanks(_ line: Substring) -> String {
    var line = line
    while line.last?.isWhitespace == true { line.removeLast() }
    return String(line)
}
