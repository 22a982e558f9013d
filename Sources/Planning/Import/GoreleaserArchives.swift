/// Reads `archives`: how the binaries of each build are packed.
struct GoreleaserArchives {
    static let keys = ["archive", "name", "folder", "files"]
    private static let suffix =
        "{{ .Version }}_{{ .Os }}_{{ .Arch }}{{ with .Arm }}v{{ . }}{{ end }}{{ with .Mips }}_{{ . }}{{ end }}"
        + "{{ if not (eq .Amd64 \"v1\") }}{{ .Amd64 }}{{ end }}"
    private static let defaultFiles = ["LICENSE*", "license*", "README*", "readme*", "CHANGELOG*", "changelog*"]

    let catalogue: TargetCatalogue
    let fields: GoreleaserFields
    /// Whether a pattern matches a file of the project now.
    let exists: (String) -> Bool
    /// Commands before the builds may make files.
    let hasHooks: Bool

    /// Cells with the values of `artifacts`, one for each of the builds' cells.
    func read(_ root: ImportedNode, _ builds: [GoreleaserBuild], _ reader: inout ImportReader) -> [ImportedCell] {
        let list = reader.take(["archives", "archive"], root)
        let archives = list.map { reader.mappings($0).map(Optional.some) } ?? [nil]
        let all = builds.flatMap { build in build.cells.map { (id: build.id, cell: $0) } }
        var packed: [ImportedCell] = all.map { ImportedCell(build: $0.cell.build, target: $0.cell.target) }
        for archive in archives {
            let ids = reader.strings("ids", archive) ?? reader.strings("builds", archive)
            _ = reader.take("id", archive)
            let chosen = all.indices.filter { ids?.contains(all[$0].id) ?? true }
            if let archive, chosen.isEmpty || chosen.contains(where: { !packed[$0].values.isEmpty }) {
                reader.drop(
                    archive,
                    chosen.isEmpty ? "it holds no build that Pare makes" : "a build is packed once, by the archive before it")
                continue
            }
            if let archive { drop(archive, &reader) }
            for index in chosen { packed[index].values = values(archive, all[index].cell, &reader) }
        }
        return packed.map { cell in
            var cell = cell
            if cell.values.isEmpty { cell.values["archive"] = .scalar("none") }
            return cell
        }
    }

    private func drop(_ archive: ImportedNode, _ reader: inout ImportReader) {
        reader.drop("allow_different_binary_count", archive, "archives hold the programs that there are")
        reader.drop("strip_binary_directory", archive, "binaries are in `folder` or at the top")
        reader.drop("strip_parent_binary_folder", archive, "binaries are in `folder` or at the top")
        reader.drop("meta", archive, "an archive holds a binary")
        reader.drop("builds_info", archive, "binaries are packed with mode 0755, owner root")
        reader.drop("replacements", archive, "write the names in `name` of `overrides`")
    }

    private func values(_ archive: ImportedNode?, _ cell: ImportedCell, _ reader: inout ImportReader) -> [String: ImportedValue] {
        var fields = fields
        fields.ofBuild = cell.target.goreleaserFields(catalogue)
        if case .scalar(let binary) = cell.values["binary"] { fields.ofBuild["Binary"] = ImportedText(binary) }
        let format = format(archive, cell.target, &reader)
        var values: [String: ImportedValue] = ["archive": .scalar(format)]
        if format == "none" { return values }
        let fallback = (format == "binary" ? "{{ .Binary }}_" : "{{ .ProjectName }}_") + Self.suffix
        let place = reader.take("name_template", archive)
        let name = place.flatMap { text($0, fields, &reader) } ?? (try? fields.evaluator.text(fallback)) ?? ImportedText("")
        values["name"] = .scalar(name.spelled)
        let wrap = reader.take("wrap_in_directory", archive)
        if format == "binary" { return values }
        switch wrap?.node.scalar?.string {
        case nil, "false"?, ""?: break
        case "true"?: values["folder"] = .scalar(name.spelled)
        case _?: values["folder"] = wrap.flatMap { text($0, fields, &reader) }.map { .scalar($0.spelled) }
        }
        values["files"] = .files(files(archive, fields, &reader))
        return values
    }

    private func format(_ archive: ImportedNode?, _ target: Target, _ reader: inout ImportReader) -> String {
        var format = self.format(of: archive, &reader) ?? "tar.gz"
        if let overrides = reader.take("format_overrides", archive) {
            for item in reader.items(overrides) {
                let goos = reader.string("goos", item)
                let own = self.format(of: item, &reader)
                if let own, let goos, target.goos.hasPrefix(goos) {
                    format = own
                    break
                }
            }
        }
        return format
    }

    /// The first format that Pare writes.
    private func format(of node: ImportedNode?, _ reader: inout ImportReader) -> String? {
        guard let list = reader.take(["formats", "format"], node) else { return nil }
        let names = reader.items(list).compactMap { $0.node.scalar?.string }
        let known = ["tar.gz", "tgz", "zip", "binary", "none"]
        for name in names where !known.contains(name) { reader.note(list, "Pare writes no `\(name)`, but `tar.gz` and `zip`") }
        let chosen = names.first(where: known.contains) ?? "tar.gz"
        for name in names where known.contains(name) && name != chosen {
            reader.note(list, "one archive a build: `\(chosen)`, not `\(name)`")
        }
        return chosen
    }

    private func files(_ archive: ImportedNode?, _ fields: GoreleaserFields, _ reader: inout ImportReader) -> [ArchiveFiles] {
        guard let list = reader.take("files", archive) else { return Self.defaultFiles.filter(exists).map { ArchiveFiles($0) } }
        var patterns: [ArchiveFiles] = []
        for item in reader.items(list) {
            let source = item.node.mapping == nil ? item : reader.take("src", item)
            let place = reader.take("dst", item)
            let isFlat = reader.string("strip_parent", item) == "true"
            reader.drop("info", item, "owner, mode and date of files are the same in every archive")
            guard let source, let text = text(source, fields, &reader) else { continue }
            guard let pattern = text.literal, !pattern.contains("[") else {
                reader.note(source, "`files` are paths and globs with `*` and `?`")
                continue
            }
            var destination = place?.node.scalar?.string
            if let place, let text = destination, text.contains("{{") || text.hasPrefix("/") || text.contains("..") {
                reader.note(place, "`to` is a path in the archive, without template")
                destination = nil
            }
            let alternatives = expanded(pattern)
            if let place, !isFlat, alternatives.count > 1 {
                reader.note(place, "`to` is for one path or glob: write an entry for each alternative in braces")
                destination = nil
            }
            for pattern in alternatives {
                if exists(pattern) || hasHooks && !pattern.hasPrefix("none") {
                    patterns.append(ArchiveFiles(pattern, to: destination, isFlat: isFlat))
                } else {
                    reader.note(source, "no file of the project is called so")
                }
            }
        }
        return patterns.uniqued()
    }

    /// Pare's `*` stands for folders too; alternatives in braces are patterns of their own.
    private func expanded(_ pattern: String) -> [String] {
        if let open = pattern.firstIndex(of: "{"), let close = pattern[open...].firstIndex(of: "}") {
            let parts = pattern[open..<close].dropFirst().split(separator: ",", omittingEmptySubsequences: false)
            let (before, after) = (pattern[..<open], pattern[close...].dropFirst())
            return parts.flatMap { expanded("\(before)\($0)\(after)") }
        }
        let flat = pattern.replacing("**/", with: "").replacing("**", with: "*")
        return [flat.hasPrefix("./") ? String(flat.dropFirst(2)) : flat]
    }

    private func text(_ node: ImportedNode, _ fields: GoreleaserFields, _ reader: inout ImportReader) -> ImportedText? {
        guard let scalar = node.node.scalar else { return nil }
        do throws(GoTemplateError) {
            return try fields.evaluator.text(scalar.string)
        } catch {
            reader.note(node, error.reason)
            return nil
        }
    }
}
