internal import GoSource
internal import Host
internal import JSON
internal import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Savings of a removal, predicted and then built: the imports are removed, by files that go reads in place
    /// of the user's (`-overlay`). Imports for side effects are dropped; functions that use the package lose their bodies,
    /// and the prediction has them without, too.
    ///
    /// Throws `ConfigurationError` when a file cannot do without the import, `ProgramError` when go cannot build it.
    package func proof(of subject: RemovalSubject, progress: @Sendable (String) -> Void = { _ in }) async throws -> SavingsReport
    {
        let place = "--prove \(subject)"
        let removal: Rewrite
        do {
            guard ![.tag, .function, .file].contains(subject.kind), let cut = try cuts([subject]).first else {
                let what =
                    subject.kind == .tag
                    ? "tags are proved by building with them: `pare tags`"
                    : "a package, module:PATH or an import A->B can be proved; functions and files cannot"
                throw ConfigurationError(problems: [Problem(place: place, what: what)])
            }
            removal = try rewrite(cut, place: place)
        } catch let error as ConfigurationError {
            throw ConfigurationError(
                problems: error.problems.map { problem in
                    var problem = problem
                    problem.place = place
                    return problem
                })
        }
        let scratch = try ScratchFolder(in: temporaryFolder() + "/pare")
        defer { scratch.remove() }
        progress("building \(main) as it is, and without \(subject)")
        let overlay = try write(removal.files, to: scratch)
        let before = try await build(scratch, 0, overlay: nil)
        let after = try await build(scratch, 1, overlay: overlay)

        let elimination = try analysis.methodElimination().isEnabled
        let outcome = try analysis.outcome(of: CutQuery(cutting: [removal.cut.cut] + removal.functions.map { .function($0) }))
        var report = try await savings(without: [subject])
        report.proof = SavingsReport.Proof(
            predicted: outcome.saves, actual: before - after, sizeBefore: before, sizeAfter: after,
            enablesMethodElimination: !elimination && outcome.eliminatesMethods, dropped: removal.dropped,
            stubbed: removal.stubbed)
        return report
    }

    /// Files that make a cut true, and what the cut is then.
    private struct Rewrite {
        package var cut: ProgramCut
        /// New contents by the path of the file they stand for.
        package var files: [(path: String, text: String)] = []
        /// Linker names.
        package var functions: [String] = []
        package var dropped: [SavingsReport.Proof.Place] = []
        var stubbed: [SavingsReport.Proof.Place] = []
    }

    private func rewrite(_ cut: ProgramCut, place: String) throws -> Rewrite {
        let gone = Set(cut.goals)
        var rewrite = Rewrite(cut: cut)
        var problems: [Problem] = []
        for importer in importers(of: gone, cut.origin) {
            guard !importer.isInModuleCache else {
                let what =
                    "\(importer.path) imports it, and go lets no file of the module cache be replaced; after `go mod vendor` it is yours"
                problems.append(Problem(place: place, what: what))
                continue
            }
            do {
                try takeOut(importer, without: gone, &rewrite, &problems, place)
            } catch let error as FileError {
                problems.append(Problem(place: place, what: "\(error)"))
            }
        }
        guard problems.isEmpty else {
            // Every file would have to change; a dozen reasons are enough.
            throw ConfigurationError(problems: Array(problems.prefix(12)))
        }
        return rewrite
    }

    /// Packages that import what goes and are not only there because of it.
    private func importers(of gone: Set<String>, _ origin: String?) -> [GoPackage] {
        if let origin { return packages[origin].map { [$0] } ?? [] }
        var found: Set<String> = [main]
        var queue = [main]
        while let path = queue.popLast() {
            for next in packages[path]?.imports ?? [] where !gone.contains(next) && found.insert(next).inserted {
                queue.append(next)
            }
        }
        return found.sorted().compactMap { packages[$0] }.filter { !gone.isDisjoint(with: $0.imports ?? []) }
    }

    private func takeOut(
        _ package: GoPackage, without gone: Set<String>, _ rewrite: inout Rewrite, _ problems: inout [Problem], _ place: String
    ) throws {
        guard let folder = package.folder else { return }
        let defined = try analysis.functions(of: package.path)
        func resolved(_ path: String) -> String { package.importMap?[path] ?? path }
        var inits = 0
        for name in ((package.goFiles ?? []) + (package.cgoFiles ?? [])).sorted() {
            let source = try MappedFile(path: "\(folder)/\(name)").text
            let shown = shown(name, of: package, in: folder)
            do {
                let removal = try ImportRemoval(
                    source: source, isGone: { gone.contains(resolved($0)) },
                    name: { packages[resolved($0)]?.name ?? String($0.split(separator: "/").last ?? "") })
                if !removal.dropped.isEmpty { rewrite.files.append(("\(folder)/\(name)", removal.text)) }
                rewrite.dropped += removal.dropped.map { SavingsReport.Proof.Place(file: shown, line: $0) }
                for function in removal.stubbed {
                    if package.path == main, function.name == "main" {
                        problems.append(
                            Problem(
                                place: place,
                                what:
                                    "\(shown):\(function.line): main itself uses it, and nothing would be left without its body; move the use into a function of its own"
                            ))
                        continue
                    }
                    let spelling = function.name == "init" ? "init.\(inits + function.occurrence)" : function.name
                    let symbols = defined[spelling] ?? []
                    rewrite.functions += symbols
                    rewrite.stubbed.append(
                        SavingsReport.Proof.Place(file: shown, line: function.line, function: "\(package.path).\(spelling)"))
                }
            } catch {
                problems.append(
                    Problem(
                        place: place,
                        what:
                            "\(shown):\(error.line): \(error.what) uses it; only imports for side effects and uses in bodies of functions can be taken away"
                    ))
            }
            inits += GoOutline(source: source).declarations.count { $0.name == "init" }
        }
    }

    private func write(_ files: [(path: String, text: String)], to scratch: ScratchFolder) throws -> String {
        struct Overlay: Encodable {
            var replacements: [String: String] = [:]

            enum CodingKeys: String, CodingKey {
                case replacements = "Replace"
            }
        }
        var overlay = Overlay()
        for (index, file) in files.enumerated() {
            let path = "\(scratch.path)/\(index).go"
            try replaceFile(at: path, with: file.text)
            overlay.replacements[file.path] = path
        }
        let path = scratch.path + "/overlay.json"
        try replaceFile(at: path, with: JSONEncoder().encode(overlay))
        return path
    }

    /// Bytes of the stripped program.
    private func build(_ scratch: ScratchFolder, _ number: Int, overlay: String?) async throws -> Int {
        let output = try scratch.folder(number) + "/program"
        let answer = try await go.run(
            ["build", "-ldflags=-s -w"] + request.flags + (overlay.map { ["-overlay=\($0)"] } ?? []) + [
                "-o", output, "--", pattern,
            ])
        guard answer.succeeded else {
            throw ProgramError.notCompiled(
                package: overlay == nil ? main : "\(main) with the import taken out", said: answer.said)
        }
        return try MappedFile(path: output).bytes.byteCount
    }
}

extension ProgramCut {
    /// Packages that are to go.
    fileprivate var goals: [String] {
        switch cut {
        case .package(let path): [path]
        case .packages(let paths): paths
        case .importEdge(_, let to): [to]
        case .function, .declarations: []
        }
    }

    /// The package whose import alone is to go.
    fileprivate var origin: String? {
        if case .importEdge(let from, _) = cut { from } else { nil }
    }
}
