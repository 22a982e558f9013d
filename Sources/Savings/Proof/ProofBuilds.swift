internal import Attribution
internal import BinaryFormats
internal import GoMetadata
internal import Host
internal import JSON
internal import Reports
internal import Toolchain

/// The builds of proofs of one program: the program as it is, once, and each experiment by an overlay.
struct ProofBuilds {
    let program: LinkedProgram
    let scratch: ScratchFolder
    let sizeBefore: Int

    /// Builds the program as it is. Throws `ProgramError` when go cannot.
    init(_ program: LinkedProgram) async throws {
        self.program = program
        scratch = try ScratchFolder.temporary()
        do {
            let output = try scratch.folder(0) + "/program"
            let answer = try await Self.build(program, to: output, overlay: nil)
            guard answer.succeeded else { throw ProgramError.notCompiled(package: program.main, said: answer.said) }
            sizeBefore = try MappedFile(path: output).bytes.byteCount
        } catch {
            scratch.remove()
            throw error
        }
    }

    struct Result {
        /// Bytes of the stripped program as it is and with the experiment.
        var before: Int
        var after: Int
        var packages: [(path: String, size: Int, code: Int)]
        /// Bytes of what stands for packages: empty functions, with their tables; of a copy its types too, which are new in the program.
        var own: Int
    }

    /// Throws `ExperimentError` when go cannot build it.
    func result(of experiment: Experiment, number: Int) async throws -> Result {
        let folder = try scratch.folder(number)
        defer { try? removeTree(folder) }
        let modules = try await ReplacedModules(experiment.modules, of: program, in: folder)
        var before = sizeBefore
        if !modules.isEmpty {
            // Paths of replaced modules are written into the program.
            let output = folder + "/before"
            let answer = try await Self.build(program, to: output, overlay: try overlay([], modules, in: folder))
            guard answer.succeeded else { throw ExperimentError(description: Self.summary(answer.said)) }
            before = try MappedFile(path: output).bytes.byteCount
        }
        let output = folder + "/program"
        var files = experiment.files
        var answer = try await Self.build(program, to: output, overlay: try overlay(files, modules, in: folder))
        for _ in 0..<3 where !answer.succeeded {
            guard Self.blankUnused(&files, answer.said) else { break }
            answer = try await Self.build(program, to: output, overlay: try overlay(files, modules, in: folder))
        }
        guard answer.succeeded else { throw ExperimentError(description: Self.summary(answer.said)) }
        let file = try MappedFile(path: output)
        let (stubs, copies) = (Set(experiment.stubs), Set(experiment.copies))
        let packages = stubs.isEmpty && copies.isEmpty ? [] : try Self.sizes(file.bytes)
        let own = packages.reduce(0) { sum, package in
            sum + (copies.contains(package.path) ? package.size : stubs.contains(package.path) ? package.code : 0)
        }
        return Result(before: before, after: file.bytes.byteCount, packages: packages, own: own)
    }

    /// Bytes of code, with its tables, that packages lose when their copies of inlined functions are calls: `control` has the packages
    /// of the stubs, not inlined.
    func inlinedBytes(_ control: Experiment, number: Int) async throws -> Int {
        let stubs = Set(control.stubs)
        func outside(_ sizes: [(path: String, size: Int, code: Int)]) -> Int {
            sizes.reduce(0) { stubs.contains($1.path) ? $0 : $0 + $1.code }
        }
        let called = try await result(of: control, number: number)
        let before = try Self.sizes(MappedFile(path: "\(scratch.path)/0/program").bytes)
        return outside(before) - outside(called.packages)
    }

    /// Bytes of the packages of a program, and of their code with its tables.
    private static func sizes(_ bytes: RawSpan) throws -> [(path: String, size: Int, code: Int)] {
        let image = try Image(bytes)
        return try SizeProfile(image, GoProgram(image, bytes), bytes, AttributionOptions()).packages.map {
            ($0.path, $0.size, ($0.kinds[.code] ?? 0) + ($0.kinds[.pclntab] ?? 0))
        }
    }

    private static func build(_ program: LinkedProgram, to output: String, overlay: String?) async throws -> GoList.Answer {
        try await program.go.run(
            ["build", "-ldflags=-s -w"] + program.request.flags + (overlay.map { ["-overlay=\($0)"] } ?? []) + [
                "-o", output, "--", program.pattern,
            ])
    }

    private func overlay(
        _ files: [(path: String, text: String)], _ modules: ReplacedModules, in folder: String
    ) throws -> String {
        struct Overlay: Encodable {
            var replacements: [String: String]

            enum CodingKeys: String, CodingKey {
                case replacements = "Replace"
            }
        }
        var overlay = Overlay(replacements: modules.overlay)
        for (index, file) in files.enumerated() {
            let path = "\(folder)/\(index).go"
            try replaceFile(at: path, with: file.text)
            overlay.replacements[modules.path(of: file.path)] = path
        }
        let path = folder + "/overlay.json"
        try replaceFile(at: path, with: JSONEncoder().encode(overlay))
        return path
    }

    /// Makes imports blank that only looked used, as a variable has the name of the package; false when go complains of none:
    /// `FOLDER/8.go:25:2: "log" imported and not used`.
    private static func blankUnused(_ files: inout [(path: String, text: String)], _ said: String) -> Bool {
        var isChanged = false
        for line in said.split(separator: "\n") where line.hasSuffix("and not used") && line.contains(" imported ") {
            let parts = line.split(separator: ":")
            let words = line.split(separator: "\"")
            guard parts.count > 3, words.count > 1, let number = Int(parts[1]),
                let index = parts[0].split(separator: "/").last.flatMap({ Int($0.prefix { $0.isNumber }) }),
                files.indices.contains(index)
            else { continue }
            var lines = files[index].text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            guard lines.indices.contains(number - 1), let quote = lines[number - 1].firstIndex(of: "\"") else { continue }
            let isSingle = lines[number - 1].hasPrefix("import")
            lines[number - 1] = "\(isSingle ? "import" : "\t") _ \(lines[number - 1][quote...])"
            files[index].text = lines.joined(separator: "\n")
            isChanged = true
        }
        return isChanged
    }

    /// The first complaint of a compiler.
    private static func summary(_ said: String) -> String {
        let lines = said.split(separator: "\n")
        return String(lines.first { !$0.hasPrefix("#") } ?? lines.first ?? "go build failed")
    }
}
