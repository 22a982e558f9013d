internal import Host
package import Linkage
internal import Planning
internal import Reports
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
            what: use.path, kind: .package, cut: .package(use.path), bytes: use.bytes, isOnlyInitialised: use.isOnlyInitialised)
    }

    package func cut(module: String, _ uses: [PackageUse]) -> ProgramCut {
        ProgramCut(
            what: "module:\(module)", kind: .module, cut: .packages(uses.map(\.path)),
            bytes: uses.reduce(0) { $0 + $1.bytes })
    }

    package func cut(from: String, to: String) -> ProgramCut {
        ProgramCut(what: "\(from)->\(to)", kind: .edge, cut: .importEdge(from: from, to: to))
    }

    /// What `--without` says: `net/http`, `module:PATH`, `A->B`, `func:SYMBOL` or `file:NAME`; tags are not among them. Throws all that is wrong at once.
    func cuts(_ wishes: [String]) throws(ConfigurationError) -> [ProgramCut] {
        var problems: [Problem] = []
        var cuts: [ProgramCut] = []
        for wish in wishes {
            switch cut(wish) {
            case .success(let cut): cuts.append(cut)
            case .failure(let found): problems += found.problems
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return cuts
    }

    private func cut(_ wish: String) -> Result<ProgramCut, ConfigurationError> {
        func failure(_ what: String, suggestion: String? = nil) -> Result<ProgramCut, ConfigurationError> {
            let problem = Problem(place: "--without \(wish)", what: what, suggestion: suggestion)
            return .failure(ConfigurationError(problems: [problem]))
        }
        if wish.hasPrefix("module:") {
            let path = String(wish.dropFirst("module:".count))
            let modules = modules
            if let uses = modules[path] { return .success(cut(module: path, uses)) }
            if requirements.contains(where: { $0.path == path }) {
                return failure("puts no byte into \(main) for \(target); removing it saves nothing")
            }
            let near = nearestName(to: path, among: modules.keys.sorted())
            return failure("no such module in \(main)", suggestion: near.map { "module:\($0)" })
        }
        if wish.hasPrefix(Self.filePrefix) {
            return Result { () throws(ConfigurationError) in try cut(file: wish) }
        }
        if wish.hasPrefix("func:") {
            let name = String(wish.dropFirst("func:".count))
            let cut = ProgramCut(what: wish, kind: .function, cut: .function(name))
            guard (try? analysis.outcome(of: CutQuery(cutting: [cut.cut]))) != nil else {
                return failure("no such function in \(main); linker names look like net/http.(*Client).Do or main.main")
            }
            return .success(cut)
        }
        if let (from, to) = importEnds(wish) {
            let missing = packages[from] == nil && from != "main" ? from : isLinked(to) ? nil : to
            if let missing { return failure(absence(of: missing), suggestion: nearest(to: missing)) }
            let source = from == "main" ? main : from
            guard packages[source]?.imports?.contains(to) == true else {
                let importers = imports.filter { $0.to == to }.map(\.from)
                let known = importers.isEmpty ? "nothing does" : "these do: \(importers.prefix(8).joined(separator: ", "))"
                return failure("\(source) does not import \(to); \(known)")
            }
            return .success(cut(from: source, to: to))
        }
        if wish == main || wish == "main" { return failure("that is the program itself") }
        guard let use = analysis.packages.first(where: { $0.path == wish }) else {
            let isModule = modules[wish] != nil
            return failure(absence(of: wish), suggestion: isModule ? "module:\(wish)" : nearest(to: wish))
        }
        return .success(cut(use))
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

/// `A` and `B` of an import that is written `A->B`; nil for what is none.
func importEnds(_ text: String) -> (from: String, to: String)? {
    text.occurrence(of: "->").map { (text[..<$0.lowerBound].withoutBlanks, text[$0.upperBound...].withoutBlanks) }
}

extension Substring {
    /// Without those at its ends.
    fileprivate var withoutBlanks: String {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
