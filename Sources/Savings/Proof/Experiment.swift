internal import GoSource
internal import Host
internal import Linkage
internal import Planning
internal import Reports
internal import Toolchain

/// An edit of a program's sources that stands for a removal, and the cuts that model exactly this edit.
struct Experiment {
    var method: SavingsReport.Proof.Method
    /// New contents by the path of the file they stand for.
    var files: [(path: String, text: String)] = []
    var cuts: [Cut] = []
    /// Packages of empty functions in the build.
    var stubs: [String] = []
    var dropped: [SavingsReport.Proof.Place] = []
    var emptied: [SavingsReport.Proof.Place] = []
    var kept: [SavingsReport.Proof.Place] = []
}

/// Why a removal cannot be built by one of the edits.
struct ExperimentError: Error, CustomStringConvertible {
    var description: String
}

extension LinkedProgram {
    /// The package itself and its sources, ready for a stub.
    private func stub(_ package: GoPackage, _ selection: PackageStub.Selection) throws -> PackageStub {
        guard let folder = package.folder, !package.sources.isEmpty else {
            throw ExperimentError(description: "\(package.path) has no sources")
        }
        let sources = try package.sources.map { PackageStub.Source(name: $0, text: try MappedFile(path: "\(folder)/\($0)").text) }
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

    /// Packages replaced by their declarations and empty functions, for all importers.
    func stubExperiment(_ paths: [String]) throws -> Experiment {
        var experiment = Experiment(method: .stub)
        for path in paths {
            guard let package = packages[path], let folder = package.folder else { continue }
            if runtime.contains(path) { throw ExperimentError(description: "\(path) is part of the runtime") }
            try checkFiles(of: package)
            let stub = try stub(package, .everything)
            experiment.files += stub.files.map { ("\(folder)/\($0.name)", $0.text) }
            experiment.cuts.append(.declarations(declarations(stub, of: package)))
            experiment.stubs.append(path)
            experiment.add(stub, package) { shown($0, of: package, in: folder) }
        }
        return experiment
    }

    /// One importer has a copy of the package with empty functions, in a folder that only go sees.
    func copyExperiment(from: String, to: String, alsoGone: Set<String>) throws -> Experiment {
        guard let importer = packages[from], let package = packages[to], let folder = importer.folder else {
            throw ExperimentError(description: "no sources of \(from)")
        }
        try checkFiles(of: importer)
        let isStandard = importer.isStandard == true
        guard let module = packages[main]?.module, let root = module.file?.dropLast("/go.mod".count), !isStandard else {
            throw ExperimentError(description: "\(from) is part of the Go distribution")
        }
        let stub = try stub(package, .everything)
        if let first = stub.external.first {
            throw ExperimentError(description: "\(first.file):\(first.line): \(first.name) has no body in Go")
        }
        guard (package.cgoFiles ?? []).isEmpty else { throw ExperimentError(description: "\(to) uses cgo") }
        let left = Set(stub.imports.map { package.importMap?[$0] ?? $0 })
        if let kept = left.intersection(alsoGone).sorted().first {
            throw ExperimentError(description: "declarations of \(to) keep \(kept)")
        }
        let place = "\(module.path)/parestub"
        var experiment = Experiment(method: .copy)
        experiment.cuts = [.importEdge(from: from, to: to)]
        experiment.stubs = [place]
        let changed = Dictionary(stub.files.map { ($0.name, $0.text) }) { first, _ in first }
        for name in package.sources {
            let text = try changed[name] ?? MappedFile(path: "\(package.folder ?? ".")/\(name)").text
            // Constraints in names and lines of files were met already.
            experiment.files.append(("\(root)/parestub/\(name)", text))
        }
        for name in importer.sources {
            let source = try MappedFile(path: "\(folder)/\(name)").text
            let statements = ImportStatements(source: source).statements.filter {
                (importer.importMap?[$0.path] ?? $0.path) == to
            }
            guard !statements.isEmpty else { continue }
            var bytes = Array(source.utf8)
            for statement in statements.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
                bytes.replaceSubrange(
                    statement.range, with: "\(statement.name ?? package.name ?? "_") \"\(place)\"".utf8)
                experiment.dropped.append(.init(file: shown(name, of: importer, in: folder), line: statement.line))
            }
            experiment.files.append(("\(folder)/\(name)", String(decoding: bytes, as: UTF8.self)))
        }
        return experiment
    }

    /// Functions that use an import are empty; the import goes where no type or signature needs it.
    func bodiesExperiment(from: String, to: Set<String>, comment: String? = nil) throws -> Experiment {
        guard let importer = packages[from], let folder = importer.folder else {
            throw ExperimentError(description: "no sources of \(from)")
        }
        if comment == nil { try checkFiles(of: importer) }
        let written = to.union((importer.importMap ?? [:]).filter { to.contains($0.value) }.map(\.key))
        let stub = try stub(importer, .uses(of: written, comment: comment))
        if from == main, let entry = stub.emptied.first(where: { $0.name == "main" }) {
            throw ExperimentError(
                description:
                    "\(shown(entry.file, of: importer, in: folder)):\(entry.line): main itself uses it, and nothing would be left without its body; move the use into a function of its own"
            )
        }
        var experiment = Experiment(method: .bodies)
        experiment.files = stub.files.map { ("\(folder)/\($0.name)", $0.text) }
        experiment.cuts = [.declarations(declarations(stub, of: importer))]
        experiment.add(stub, importer) { shown($0, of: importer, in: folder) }
        return experiment
    }

    private func checkFiles(of package: GoPackage) throws {
        guard !package.isInModuleCache else {
            throw ExperimentError(
                description:
                    "go lets no file of the module cache be replaced, as of \(package.path); after `go mod vendor` it can be")
        }
    }
}

extension Experiment {
    fileprivate mutating func add(_ stub: PackageStub, _ package: GoPackage, shown: (String) -> String) {
        dropped += stub.dropped.map { .init(file: shown($0.file), line: $0.line) }
        emptied += stub.emptied.map {
            .init(file: shown($0.file), line: $0.line, function: "\(package.path).\($0.name)")
        }
        kept += stub.kept.map { .init(file: shown($0.file), line: $0.line, function: $0.name) }
    }
}
