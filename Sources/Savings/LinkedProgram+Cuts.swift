internal import Host
package import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Imports of packages that are linked in, as written in source files, by any package of the build; those that the
    /// compiler adds are not among them.
    package var imports: [(from: String, to: String)] {
        let present = Set(analysis.packages.map(\.path))
        return analysis.graph.packagePaths.sorted().flatMap { from in
            (packages[from]?.imports ?? []).filter(present.contains).map { (from, $0) }
        }
    }

    /// Packages with bytes in the file, by the module they are of; the main module's and Go's own are left out.
    package var modules: [String: [PackageUse]] {
        Dictionary(grouping: analysis.packages) { use in
            packages[use.path].flatMap { $0.isStandard == true || $0.module?.isMain == true ? nil : $0.module?.path } ?? ""
        }.filter { $0.key != "" }
    }

    package func cut(_ use: PackageUse) -> ProgramCut {
        ProgramCut(
            subject: .package(use.path), cut: .package(use.path), bytes: use.bytes, isOnlyInitialised: use.isOnlyInitialised)
    }

    package func cut(module: String, _ uses: [PackageUse]) -> ProgramCut {
        ProgramCut(
            subject: .module(module), cut: .packages(uses.map(\.path)),
            bytes: uses.reduce(0) { $0 + $1.bytes })
    }

    package func cut(from: String, to: String) -> ProgramCut {
        ProgramCut(subject: .edge(from: from, to: to), cut: .importEdge(from: from, to: to))
    }

    /// Finds what is to be removed in the program; tags, which are compiled, are left out. Throws the problems of all at once.
    func cuts(_ subjects: [RemovalSubject]) throws(ConfigurationError) -> [ProgramCut] {
        var problems: [Problem] = []
        var cuts: [ProgramCut] = []
        for subject in subjects {
            do throws(ConfigurationError) {
                if let cut = try cut(subject) { cuts.append(cut) }
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return cuts
    }

    /// The problem with something to remove.
    func failure(_ subject: RemovalSubject, _ what: String, suggestion: RemovalSubject? = nil) -> ConfigurationError {
        ConfigurationError(problems: [
            Problem(place: "--without \(subject)", what: what, suggestion: suggestion?.description)
        ])
    }

    /// Nil for a tag.
    private func cut(_ subject: RemovalSubject) throws(ConfigurationError) -> ProgramCut? {
        switch subject {
        case .tag: return nil
        case .file(let name): return try cut(file: name)
        case .package(let path):
            if path == main || path == "main" { throw failure(subject, "that is the program itself") }
            if let use = analysis.packages.first(where: { $0.path == path }) { return cut(use) }
            let near = nearest(to: path).map(RemovalSubject.package)
            throw failure(subject, absence(of: path), suggestion: modules[path] != nil ? .module(path) : near)
        case .module(let path):
            let modules = modules
            if let uses = modules[path] { return cut(module: path, uses) }
            if requirements.contains(where: { $0.path == path }) {
                throw failure(subject, "puts no byte into \(main) for \(target); removing it saves nothing")
            }
            let near = nearestName(to: path, among: modules.keys.sorted())
            throw failure(subject, "no such module in \(main)", suggestion: near.map(RemovalSubject.module))
        case .function(let name):
            let cut = ProgramCut(subject: subject, cut: .function(name))
            guard analysis.has(cut.cut) else {
                throw failure(
                    subject, "no such function in \(main); linker names look like net/http.(*Client).Do or main.main")
            }
            return cut
        case .edge(let from, let to):
            let missing = packages[from] == nil && from != "main" ? from : isLinked(to) ? nil : to
            if let missing {
                throw failure(subject, absence(of: missing), suggestion: nearest(to: missing).map(RemovalSubject.package))
            }
            let source = from == "main" ? main : from
            guard packages[source]?.imports?.contains(to) == true else {
                let importers = imports.filter { $0.to == to }.map(\.from)
                let known = importers.isEmpty ? "nothing does" : "these do: \(importers.prefix(8).joined(separator: ", "))"
                throw failure(subject, "\(source) does not import \(to); \(known)")
            }
            return cut(from: source, to: to)
        }
    }

    func isLinked(_ path: String) -> Bool {
        path == "main" || analysis.packages.contains { $0.path == path }
    }

    /// Why a package is not there.
    func absence(of path: String) -> String {
        packages[path] == nil
            ? "no package \(path) in \(main) for \(target)"
            : "\(path) is compiled, but puts no byte into \(main) for \(target)"
    }

    func nearest(to path: String) -> String? {
        guard packages[path] == nil else { return nil }
        let known = analysis.packages.map(\.path)
        return known.filter { $0.hasSuffix("/\(path)") }.min { $0.count < $1.count } ?? nearestName(to: path, among: known)
    }
}

/// A removal that a user names, found in a program.
package struct ProgramCut: Sendable, Hashable {
    package var subject: RemovalSubject
    package var cut: Cut
    /// Own bytes; nil for imports and functions.
    package var bytes: Int?
    var isOnlyInitialised: Bool?
}
