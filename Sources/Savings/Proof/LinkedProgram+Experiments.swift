internal import GoSource
internal import Host
internal import Linkage
internal import Planning
internal import Reports
internal import Toolchain

/// Edits of sources that stand for removals.
extension LinkedProgram {
    /// The package itself and its sources, ready for a stub.
    private func stub(
        _ package: GoPackage, _ selection: PackageStub.Selection, _ experiment: Experiment
    ) throws -> PackageStub {
        guard let folder = package.folder, !package.sources.isEmpty else {
            throw ExperimentError(description: "\(package.path) has no sources")
        }
        let sources = try package.sources.map { PackageStub.Source(name: $0, text: try experiment.text(at: "\(folder)/\($0)")) }
        let types = (try? Self.archive(package))?.variableTypes { packages[$0].flatMap { try? Self.archive($0) } } ?? [:]
        func resolved(_ path: String) -> String { package.importMap?[path] ?? path }
        let context = PackageStub.Context(
            path: package.path,
            name: { packages[resolved($0)]?.name ?? String($0.split(separator: "/").last ?? "") }, resolved: resolved,
            type: { types[$0] })
        do {
            return try PackageStub(sources, context, selection)
        } catch {
            throw ExperimentError(description: "\(package.path)/\(error)")
        }
    }

    private func declarations(_ stub: PackageStub, of package: GoPackage) -> Declarations {
        let left = Set(stub.imports.map { package.importMap?[$0] ?? $0 })
        let dropped = Set(stub.dropped.map { package.importMap?[$0.name] ?? $0.name })
        return Declarations(
            package: package.path, names: stub.names, types: [], inits: stub.inits,
            imports: dropped.subtracting(left).sorted())
    }

    /// Packages replaced by their declarations and empty functions, for all importers; and of those that are
    /// `replaceable` the ones that their declarations still import.
    func stubExperiment(_ paths: [String], replaceable: Set<String>) throws -> Experiment {
        var experiment = Experiment()
        var left: Set<String> = []
        for path in paths { left.formUnion(try add(stubOf: path, to: &experiment)) }
        return replacing(left, of: replaceable, in: experiment)
    }

    /// The experiment with stubs of imports that are left, as far as they are `replaceable`. A package that cannot be replaced stays,
    /// in the prediction too.
    private func replacing(_ left: Set<String>, of replaceable: Set<String>, in earlier: Experiment) -> Experiment {
        var experiment = earlier
        var known = Set(earlier.stubs)
        var open = left.sorted()
        while let path = open.popLast() {
            guard replaceable.contains(path), known.insert(path).inserted else { continue }
            var next = experiment
            guard let imports = try? add(stubOf: path, to: &next) else { continue }
            experiment = next
            open += imports.sorted()
        }
        return experiment
    }

    /// The imports that the declarations of a package leave, as go resolves them.
    private func add(stubOf path: String, to experiment: inout Experiment) throws -> Set<String> {
        guard let package = packages[path], let folder = package.folder else { return [] }
        if runtime.contains(path) { throw ExperimentError(description: "\(path) is part of the runtime") }
        let stub = try stub(package, .everything, experiment)
        experiment.edit(package, stub.files.map { ("\(folder)/\($0.name)", $0.text) })
        experiment.add(.stub)
        var cut = declarations(stub, of: package)
        cut.hasAllFunctions = stub.external.isEmpty
        experiment.cuts.append(.declarations(cut))
        experiment.stubs.append(path)
        experiment.add(stub, package) { shown($0, of: package, in: folder) }
        return Set(stub.imports.map { package.importMap?[$0] ?? $0 })
    }

    /// One importer has a copy of the package with empty functions, in a folder that only go sees.
    func copyExperiment(
        from: String, to: String, replaceable: Set<String>, after earlier: Experiment = Experiment()
    ) throws -> Experiment {
        guard let importer = packages[from], let package = packages[to], let folder = importer.folder else {
            throw ExperimentError(description: "no sources of \(from)")
        }
        let isStandard = importer.isStandard == true
        guard let module = packages[main]?.module, let root = module.file?.dropLast("/go.mod".count), !isStandard else {
            throw ExperimentError(description: "\(from) is part of the Go distribution")
        }
        var experiment = earlier
        let stub = try stub(package, .everything, experiment)
        if let first = stub.external.first {
            throw ExperimentError(description: "\(first.file):\(first.line): \(first.name) has no body in Go")
        }
        guard (package.cgoFiles ?? []).isEmpty else { throw ExperimentError(description: "\(to) uses cgo") }
        let left = Set(stub.imports.map { package.importMap?[$0] ?? $0 })
        let name = "parestub\(experiment.copies.count)"
        let place = "\(module.path)/\(name)"
        experiment.add(.copy)
        experiment.cuts.append(.importEdge(from: from, to: to))
        experiment.copies.append(place)
        let changed = Dictionary(stub.files.map { ($0.name, $0.text) }) { first, _ in first }
        for file in package.sources {
            let text = try changed[file] ?? experiment.text(at: "\(package.folder ?? ".")/\(file)")
            // Constraints in names and lines of files were met already.
            experiment.replace("\(root)/\(name)/\(file)", with: text)
        }
        for file in importer.sources {
            let source = try experiment.text(at: "\(folder)/\(file)")
            let statements = ImportStatements(source: source).statements.filter {
                (importer.importMap?[$0.path] ?? $0.path) == to
            }
            guard !statements.isEmpty else { continue }
            var bytes = Array(source.utf8)
            for statement in statements.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
                bytes.replaceSubrange(
                    statement.range, with: "\(statement.name ?? package.name ?? "_") \"\(place)\"".utf8)
                experiment.dropped.append(.init(file: shown(file, of: importer, in: folder), line: statement.line))
            }
            experiment.edit(importer, [("\(folder)/\(file)", String(decoding: bytes, as: UTF8.self))])
        }
        return replacing(left, of: replaceable, in: experiment)
    }

    /// Functions that use an import are empty; the import goes where no type or signature needs it.
    func bodiesExperiment(
        from: String, to: Set<String>, comment: String? = nil, replaceable: Set<String> = [],
        after earlier: Experiment = Experiment()
    ) throws -> Experiment {
        guard let importer = packages[from], let folder = importer.folder else {
            throw ExperimentError(description: "no sources of \(from)")
        }
        let written = to.union((importer.importMap ?? [:]).filter { to.contains($0.value) }.map(\.key))
        var experiment = earlier
        let stub = try stub(importer, .uses(of: written, comment: comment), experiment)
        if from == main, let entry = stub.emptied.first(where: { $0.name == "main" }) {
            throw ExperimentError(
                description:
                    "\(shown(entry.file, of: importer, in: folder)):\(entry.line): main itself uses it, and nothing would be left without its body; move the use into a function of its own"
            )
        }
        experiment.add(.bodies)
        experiment.edit(importer, stub.files.map { ("\(folder)/\($0.name)", $0.text) })
        experiment.cuts.append(.declarations(declarations(stub, of: importer)))
        experiment.add(stub, importer) { shown($0, of: importer, in: folder) }
        let left = Set(stub.imports.map { importer.importMap?[$0] ?? $0 })
        return replacing(left, of: replaceable, in: experiment)
    }

    /// The packages as they are, but never inlined, in place of stubs of them.
    func withoutInlining(_ paths: [String]) throws -> Experiment {
        var control = Experiment()
        for path in paths {
            guard let package = packages[path], let folder = package.folder else { continue }
            for name in package.sources {
                let file = "\(folder)/\(name)"
                control.edit(package, [(file, PackageStub.withoutInlining(try control.text(at: file)))])
            }
            control.stubs.append(path)
        }
        return control
    }
}
