/// A build of goreleaser: one main package for several targets.
struct GoreleaserBuild {
    var id: String
    /// As go takes it in `folder`.
    var main: String
    /// `dir`: the folder in which go runs.
    var folder: String
    var line: Int
    var targets: [Target]
    /// One for each target.
    var cells: [ImportedCell]
    /// Of targets that are built only to be joined.
    var slices: [ImportedCell] = []
}

/// Reads `builds`, and where there are none, the build that goreleaser makes then.
struct GoreleaserBuildReader {
    static let keys = [
        "binary", "buildmode", "trimpath", "mod", "tags", "flags", "ldflags", "gcflags", "asmflags", "upx", "before-build",
        "after-build",
    ]
    private static let defaultFlags =
        "-s -w -X main.version={{.Version}} -X main.commit={{.Commit}} -X main.date={{.Date}} -X main.builtBy=goreleaser"

    let catalogue: TargetCatalogue
    let fields: GoreleaserFields
    /// `env` of the file, which its builds inherit.
    let environment: [ImportedNode]
    /// `dir` of builds that name none.
    let folder: String

    /// Nil for a build that Pare does not make, which is noted.
    func read(_ node: ImportedNode?, number: Int, _ reader: inout ImportReader) -> GoreleaserBuild? {
        if let node, let reason = reasonToLeaveOut(node, &reader) {
            reader.drop(node, reason)
            return nil
        }
        let id = reader.string("id", node) ?? fields.projectName
        var build = GoreleaserBuild(
            id: id, main: main(reader.string("main", node) ?? "."), folder: path(reader.string("dir", node) ?? folder),
            line: node?.line ?? 1, targets: GoreleaserTargets(catalogue: catalogue).read(node, &reader, fields.evaluator),
            cells: [])
        if let node, build.targets.isEmpty {
            reader.drop(node, "Go has no port that it is for")
            return nil
        }
        build.cells = build.targets.map { cell(number, node, $0, &reader) }
        drop(node, &reader)
        return build
    }

    private func reasonToLeaveOut(_ node: ImportedNode, _ reader: inout ImportReader) -> String? {
        if let builder = reader.string("builder", node), builder != "go" {
            return "Pare builds Go programs, not with `\(builder)`"
        }
        if let command = reader.string("command", node), command != "build" { return "`go \(command)` makes no program to weigh" }
        switch reader.string("skip", node).map({ try? fields.evaluator.text($0).literal }) {
        case "true"?: return "`skip` leaves it out"
        default: return nil
        }
    }

    /// Keys of a build that change nothing here, or that a pipeline cannot say.
    private func drop(_ node: ImportedNode?, _ reader: inout ImportReader) {
        for key in ["tool", "gobinary"] {
            reader.drop(key, node, "the go that builds is the one on PATH, or that in PARE_GO")
        }
        reader.drop("no_unique_dist_dir", node, "each binary has a folder of its own in dist; archives hold it without")
        reader.drop("no_main_check", node, "Pare checks that there is a main package")
        reader.drop("mod_timestamp", node, "archives are dated by SOURCE_DATE_EPOCH or the commit, binaries by the build")
        if let overrides = reader.take("overrides", node) {
            for item in reader.items(overrides) where !reader.isTaken("goos", item) {
                reader.drop(item, "it is for no target of the build: goreleaser wants `goos`, `goarch` and the variant")
            }
        }
    }

    private func main(_ text: String) -> String {
        var path = text
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        let isImportPath = path.split(separator: "/").first?.contains(".") == true && path.contains("/") && !path.hasPrefix(".")
        return path.hasPrefix(".") || path.hasPrefix("/") || isImportPath ? path : "./\(path)"
    }

    private func path(_ text: String) -> String {
        let parts = text.split(separator: "/").filter { $0 != "." }
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }
}

/// The values for one target.
extension GoreleaserBuildReader {
    private func cell(_ number: Int, _ node: ImportedNode?, _ target: Target, _ reader: inout ImportReader) -> ImportedCell {
        var fields = fields
        fields.ofBuild = target.goreleaserFields(catalogue)
        let override = override(for: target, node, &reader)
        var cell = ImportedCell(build: number, target: target)
        let own = [node, override].compactMap { reader.take("env", $0) }.flatMap(reader.items)
        for entry in environment + own {
            guard let text = text(entry, fields, &reader)?.spelled.trimmed, let equals = text.firstIndex(of: "=") else {
                continue
            }
            let name = String(text[..<equals])
            fields.environment[name] = fields.evaluator.assigned(entry.node.scalar?.string ?? "")
            if ["GOOS", "GOARCH"].contains(name) || catalogue.variants.contains(where: { $0.variable == name }) {
                reader.note(entry, "the target sets `\(name)`")
                continue
            }
            cell.values["env.\(name)"] = .scalar(String(text[text.index(after: equals)...]))
        }
        let binary = reader.take("binary", node).flatMap { text($0, fields, &reader)?.spelled } ?? fields.projectName
        cell.values["binary"] = .scalar(binary.split(separator: "/").last.map(String.init) ?? binary)
        if binary.contains("/"), let place = reader.take("binary", node) {
            reader.note(place, "a binary has no folder of its own in an archive, `folder` of `artifacts` is for all its members")
        }
        fields.ofBuild["Binary"] = ImportedText(binary)
        fields.ofBuild["Ext"] = ImportedText(target.goos == "windows" ? ".exe" : "")
        fields.ofBuild["Name"] = ImportedText(binary + (target.goos == "windows" ? ".exe" : ""))
        readFlags(&cell, node, override, fields, &reader)
        fields.ofBuild["Path"] = ImportedText(variable: "path")
        if let hooks = reader.take("hooks", node) {
            let converter = GoreleaserHooks(evaluator: fields.evaluator)
            for (key, name) in [("pre", "before-build"), ("post", "after-build")] {
                let commands = converter.read(key, hooks, &reader)
                if !commands.isEmpty { cell.values[name] = .list(commands) }
            }
        }
        return cell
    }

    private func readFlags(
        _ cell: inout ImportedCell, _ node: ImportedNode?, _ override: ImportedNode?, _ fields: GoreleaserFields,
        _ reader: inout ImportReader
    ) {
        func texts(_ key: String) -> [(node: ImportedNode, text: String)]? {
            // An override's list takes the place of the build's.
            let list = reader.take(key, node)
            return (reader.take(key, override) ?? list).map { list in
                reader.items(list).compactMap { item in text(item, fields, &reader).map { (item, $0.spelled) } }
            }
        }
        var flags = GoFlags()
        for (node, text) in texts("flags") ?? [] { flags.add(text, node, &reader) }
        flags.finish(&reader)
        let linker = reader.take("ldflags", override) ?? reader.take("ldflags", node)
        flags.ldflags +=
            linker.map { reader.items($0).flatMap { linkerFlags($0, fields, &reader) } }
            ?? [(try? fields.evaluator.text(Self.defaultFlags).spelled) ?? ""]
        for (node, text) in texts("tags") ?? [] { flags.add("-tags=\(text)", node, &reader) }
        for (node, text) in texts("gcflags") ?? [] { flags.add("-gcflags=\(text)", node, &reader) }
        for (node, text) in texts("asmflags") ?? [] { flags.add("-asmflags=\(text)", node, &reader) }
        if let (node, text) = texts("buildmode")?.first, !text.isEmpty { flags.add("-buildmode=\(text)", node, &reader) }
        for (key, value) in flags.values { cell.values[key] = value }
    }

    /// An entry of `ldflags`; where a pipeline cannot say all of it, the flags that it can.
    private func linkerFlags(_ item: ImportedNode, _ fields: GoreleaserFields, _ reader: inout ImportReader) -> [String] {
        guard let template = item.node.scalar?.string else {
            reader.drop(item, "a text was expected here")
            return []
        }
        if let text = try? fields.evaluator.text(template) { return [text.spelled] }
        var flags: [String] = []
        for flag in GoFlags.split([template]) {
            do throws(GoTemplateError) {
                flags.append(try fields.evaluator.text(flag).spelled)
            } catch {
                reader.note(item, "`\(flag)`: \(error.reason)")
            }
        }
        return flags
    }

    /// The override of a build for a target.
    private func override(for target: Target, _ node: ImportedNode?, _ reader: inout ImportReader) -> ImportedNode? {
        guard let node, let list = node.node.mapping?.first(where: { $0.key.scalar?.string == "overrides" }) else { return nil }
        let items = reader.items(ImportedNode(node: list.value, path: "\(node.path).overrides", line: list.key.mark.line))
        let targets = GoreleaserTargets(catalogue: catalogue)
        for item in items {
            let keys = GoreleaserTargets.keys.uniqued()
            func value(_ key: String) -> String? {
                item.node.mapping?.first { $0.key.scalar?.string == key }?.value.scalar?.string
            }
            guard let goos = value("goos"), let goarch = value("goarch"), goos == target.goos, goarch == target.goarch else {
                continue
            }
            let variant = keys.dropFirst(2).compactMap(value).first { !$0.isEmpty }
            guard variant.map({ targets.target(goos, goarch, $0) == target }) ?? true else { continue }
            _ = reader.take("overrides", node)
            for key in keys { _ = reader.take(key, item) }
            return item
        }
        return nil
    }

    /// A value of the file for one build; nil, and noted, where a pipeline cannot say it.
    private func text(_ node: ImportedNode, _ fields: GoreleaserFields, _ reader: inout ImportReader) -> ImportedText? {
        guard let scalar = node.node.scalar else {
            reader.drop(node, "a text was expected here")
            return nil
        }
        do throws(GoTemplateError) {
            return try fields.evaluator.text(scalar.string)
        } catch {
            reader.drop(node, error.reason)
            return nil
        }
    }
}

extension GoTemplateEvaluator {
    /// The value of `NAME=VALUE`.
    func assigned(_ template: String) -> ImportedText? {
        guard let equals = template.firstIndex(of: "="), !template[..<equals].contains("{") else { return nil }
        return try? text(String(template[template.index(after: equals)...]))
    }
}
