internal import BinaryFormats
internal import Host

/// The separate debug file of a stripped program: a file that the user names, or the first that the program itself leads to.
///
/// Searched in gdb's order: by GNU build id below the folders of debug files, by the name in `.gnu_debuglink` in the folder of the
/// program, in its `.debug` and below the folders of debug files; for Mach-O the dSYM in the folder of the program.
package struct DebugFileSearch: Sendable {
    /// The only candidate, if there is one.
    package var named: String?
    /// Roots of debug files, without trailing `/`.
    package var folders: [String]

    package init(named: String? = nil, folders: [String] = ["/usr/lib/debug"]) {
        self.named = named
        self.folders = folders
    }

    /// The debug file that an image has taken its symbols from, and warnings on refused ones.
    struct Outcome {
        var path: String?
        var warnings: [String] = []
    }

    /// Adds symbols of the debug file to an image without symbols. `bytes` are those of the image, `program` is the path of its
    /// file, nil for contents without a folder.
    ///
    /// Throws `FileError` when the named file cannot be used; other unusable files are named in a warning.
    func run(_ image: inout Image, _ bytes: RawSpan, program: String?) throws(FileError) -> Outcome {
        if let named {
            guard image.format == .elf || image.format == .macho, !image.isObject else {
                throw FileError(path: named, reason: "debug files are read for programs in ELF and Mach-O files only")
            }
            guard !image.symbols.hasDefinitions else {
                throw FileError(path: named, reason: "not used, as the program has symbols itself; leave out --debug-file")
            }
            let proof: DebugFileProof = DebugLink(image, bytes).map { .idsOrChecksum($0.checksum) } ?? .idsOrLayout
            if let refusal = try adopt(named, proof, &image, bytes) {
                throw FileError(path: named, reason: "is not the debug file of \(program ?? "the program"): \(refusal)")
            }
            return Outcome(path: named)
        }
        var outcome = Outcome()
        guard !image.isObject, !image.symbols.hasDefinitions else { return outcome }
        for candidate in candidates(image, bytes, program: program) where fileExists(candidate.path) {
            do {
                guard let refusal = try adopt(candidate.path, candidate.proof, &image, bytes) else {
                    outcome.path = candidate.path
                    break
                }
                outcome.warnings.append("\(candidate.path) is not used, as it is not the debug file of this program: \(refusal)")
            } catch {
                outcome.warnings.append("the debug file is not used: \(error)")
            }
        }
        return outcome
    }

    private func candidates(
        _ image: Image, _ bytes: RawSpan, program: String?
    ) -> [(path: String, proof: DebugFileProof)] {
        var found: [(path: String, proof: DebugFileProof)] = []
        let program = program == "-" ? nil : program
        let place = program.flatMap(resolvedPath)
        switch image.format {
        case .elf:
            if let id = image.buildIDs(bytes).first(where: { $0.kind == .gnu })?.text {
                found += folders.map { ("\($0)/.build-id/\(id.prefix(2))/\(id.dropFirst(2)).debug", .ids) }
            }
            if let link = DebugLink(image, bytes), let program, let place {
                let near = Self.folders(of: program, at: place)
                let all = near + near.map { "\($0).debug/" } + folders.map { $0 + Self.folder(of: place) }
                found += all.map { ($0 + link.name, .checksum(link.checksum)) }
                // A link to itself is that of an unstripped program.
                found.removeAll { resolvedPath($0.path) == place }
            }
        case .macho:
            guard let program, let place else { break }
            found += (program == place ? [place] : [program, place]).map { path in
                ("\(path).dSYM/Contents/Resources/DWARF/\(path.dropFirst(Self.folder(of: path).count))", .ids)
            }
        case .pe, .wasm: break
        }
        return found
    }

    /// The folder of a path as it is written, with its `/`; empty for a plain name.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// The folder of a program's path, and that of the file where a link leads elsewhere.
    private static func folders(of program: String, at place: String) -> [String] {
        let (written, real) = (folder(of: program), folder(of: place))
        let isSame = resolvedPath(written.isEmpty ? "." : written).map { $0 == "/" ? $0 : $0 + "/" } == real
        return isSame ? [written] : [written, real]
    }

    /// Takes the symbols of a file, of a universal one those of the part that belongs; the reason if it does not belong.
    private func adopt(
        _ path: String, _ proof: DebugFileProof, _ image: inout Image, _ bytes: RawSpan
    ) throws(FileError) -> String? {
        let file = try MappedFile(path: path)
        let container = try container(file)
        let parts = container.map { $0.isUniversal ? $0.members.map(\.range) : [] } ?? [0..<file.bytes.byteCount]
        var refusal = "an archive, expected one program"
        var result = image
        for (index, part) in parts.enumerated() {
            let part = file.bytes.extracting(part)
            let found = Self.adopt(part, proof, &result, bytes)
            guard let reason = found else {
                try file.check()
                image = result
                return nil
            }
            if index == 0 { refusal = reason }
        }
        try file.check()
        return refusal
    }

    private static func adopt(
        _ part: RawSpan, _ proof: DebugFileProof, _ image: inout Image, _ bytes: RawSpan
    ) -> String? {
        let debug: Image
        do {
            debug = try Image(part)
        } catch {
            return error.offset == 0 && error.structure == "file" ? error.problem : error.description
        }
        if debug.isTruncated { return debug.warnings.first?.description ?? "truncated" }
        if let reason = proof.refusal(of: debug, part, for: image, bytes) { return reason }
        return image.adopt(debug, part, bytes) ? nil : "it has no symbols"
    }
}
