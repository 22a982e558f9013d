internal import GoSource
internal import Host
internal import Linkage
package import Planning
internal import Reports
package import Toolchain

extension LinkedProgram {
    /// Declarations of a source file and the imports only it has; the file is given by its name, by the end of its path, or after its
    /// import path. Throws `ConfigurationError` when there is none, or more than one.
    package func cut(file name: String) throws(ConfigurationError) -> ProgramCut {
        let subject = RemovalSubject.file(name)
        let all = packages.values.flatMap { package in package.sources.map { (package: package, file: $0) } }
        let found = all.filter { isMeant(name, $0.file, of: $0.package) }.sorted { $0.package.path < $1.package.path }
        guard let first = found.first else {
            let near = nearestName(to: name, among: all.filter { $0.package.module?.isMain == true }.map(\.file).uniqued())
            throw failure(
                subject, "no file of a package in \(main) for \(target)", suggestion: near.map(RemovalSubject.file))
        }
        let own = found.filter { $0.package.module?.isMain == true }
        let meant = found.count > 1 && own.count == 1 ? own[0] : first
        guard found.count == 1 || own.count == 1 else {
            let paths = found.prefix(6).map { RemovalSubject.file("\($0.package.path)/\($0.file)").description }
            throw failure(
                subject,
                "\(found.count) packages have such a file; write one of \(paths.joined(separator: ", "))"
                    + (found.count > 6 ? ", ..." : ""))
        }
        guard isLinked(meant.package.path) else { throw failure(subject, absence(of: meant.package.path)) }
        do {
            let cut = try declarations(of: [meant.file], in: meant.package)
            return ProgramCut(subject: subject, cut: .declarations(cut))
        } catch {
            throw failure(subject, "\(error)")
        }
    }

    private func isMeant(_ name: String, _ file: String, of package: GoPackage) -> Bool {
        let name = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
        return file == name || "\(package.path)/\(file)".hasSuffix("/\(name)") || "\(package.path)/\(file)" == name
            || (package.folder.map { "\($0)/\(file)".hasSuffix("/\(name)") || "\($0)/\(file)" == name } ?? false)
    }

    /// Declarations of some files of a package. Throws `FileError`.
    func declarations(of files: Set<String>, in package: GoPackage) throws -> Declarations {
        var cut = Declarations(package: package.path, names: [], types: [], inits: [], imports: [])
        var others: Set<String> = []
        var imports: [String] = []
        var inits = 0
        for name in package.sources.sorted() {
            let source = try MappedFile(path: "\(package.folder ?? ".")/\(name)").text
            let outline = GoOutline(source: source)
            let imported = ImportStatements(source: source).statements.map { package.importMap?[$0.path] ?? $0.path }
            let isCut = files.contains(name)
            if isCut { imports += imported } else { others.formUnion(imported) }
            for declaration in outline.declarations {
                if declaration.name == "init" {
                    if isCut { cut.inits.insert(inits) }
                    inits += 1
                    continue
                }
                guard isCut else { continue }
                switch declaration.keyword {
                case "func":
                    // Linker names have the receiver without its star where they are looked up.
                    declaration.name.map { _ = cut.names.insert($0.filter { !"(*)".contains($0) }) }
                case "var": cut.names.formUnion(declaration.names)
                case "type": cut.types.formUnion(declaration.names)
                default: break
                }
            }
        }
        cut.imports = imports.uniqued().filter { !others.contains($0) }
        return cut
    }
}

extension GoPackage {
    /// Go files that are compiled.
    package var sources: [String] { (goFiles ?? []) + (cgoFiles ?? []) }
}
