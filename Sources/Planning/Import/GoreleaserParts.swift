/// Reads `gomod`.
struct GoreleaserModules {
    let fields: GoreleaserFields

    func read(_ root: ImportedNode, _ builds: inout [GoreleaserBuild], _ reader: inout ImportReader) {
        guard let part = reader.take("gomod", root) else { return }
        if let mod = reader.string("mod", part), ["readonly", "vendor", "mod"].contains(mod) {
            for build in builds.indices {
                for cell in builds[build].cells.indices where builds[build].cells[cell].values["mod"] == nil {
                    builds[build].cells[cell].values["mod"] = .scalar(mod)
                }
            }
        }
        reader.drop("proxy", part, "programs are built from the files here, not from a module proxy")
        reader.drop("env", part, "the environment of `go mod` is that of the command: export it")
        reader.drop("gobinary", part, "the go that builds is the one on PATH, or that in PARE_GO")
        reader.drop("dir", part, "`dir` of a build is the folder of its module")
    }
}

/// Reads `universal_binaries`: the target `darwin/universal`.
struct GoreleaserUniversal {
    let catalogue: TargetCatalogue
    let fields: GoreleaserFields

    func read(_ root: ImportedNode, _ builds: inout [GoreleaserBuild], _ reader: inout ImportReader) {
        guard let list = reader.take("universal_binaries", root) else { return }
        guard let target = catalogue.targets(matching: "darwin/universal").first else {
            return reader.drop(list, "targets.json has no `darwin/universal`")
        }
        for item in reader.mappings(list) {
            let id = reader.string("id", item)
            let ids = reader.strings("ids", item) ?? [id ?? fields.projectName]
            reader.drop("hooks", item, "hooks run for each build: `hooks` of an override for `darwin/universal`")
            reader.drop("mod_timestamp", item, "archives are dated by SOURCE_DATE_EPOCH or the commit, binaries by the build")
            let replaces = reader.string("replace", item) == "true"
            let template = reader.take("name_template", item)
            for index in builds.indices where ids.contains(builds[index].id) || builds.count == 1 {
                add(target, to: &builds[index], named: template, at: item, replaces: replaces, &reader)
            }
        }
    }

    private func add(
        _ target: Target, to build: inout GoreleaserBuild, named template: ImportedNode?, at place: ImportedNode, replaces: Bool,
        _ reader: inout ImportReader
    ) {
        let slices = build.cells.filter { ["darwin/amd64", "darwin/arm64"].contains($0.target.name) }
        guard let first = slices.first, slices.count > 1 else {
            return reader.note(place, "the build is not for both darwin/amd64 and darwin/arm64")
        }
        var cell = ImportedCell(build: first.build, target: target)
        // Values of one slice are in its own override.
        cell.values = first.values.filter { key, value in slices.allSatisfy { $0.values[key] == value } }
        var fields = fields
        fields.ofBuild = target.goreleaserFields(catalogue)
        do throws(GoTemplateError) {
            let name = ImportedValue.scalar(
                try fields.evaluator.text(template?.node.scalar?.string ?? "{{ .ProjectName }}").spelled)
            if replaces {
                cell.values["binary"] = name
            } else if cell.values["binary"] != name {
                reader.note(template ?? place, "the universal program is called as those that it joins")
            }
        } catch {
            if let template { reader.note(template, error.reason) }
        }
        if replaces {
            build.slices = slices.map { slice in
                var slice = slice
                slice.values["binary"] = cell.values["binary"]
                return slice
            }
            build.cells.removeAll { cell in slices.contains { $0.target == cell.target } }
        }
        build.cells.append(cell)
        build.targets = build.cells.map(\.target)
    }
}

/// Reads `upx`.
struct GoreleaserPacking {
    let fields: GoreleaserFields

    func read(_ root: ImportedNode, _ builds: inout [GoreleaserBuild], _ reader: inout ImportReader) {
        guard let list = reader.take("upx", root) else { return }
        for item in reader.mappings(list) {
            let isEnabled = reader.string("enabled", item).flatMap { try? fields.evaluator.text($0).literal } == "true"
            guard isEnabled else {
                reader.drop(item, "it is not `enabled: true`")
                continue
            }
            let arguments = arguments(item, &reader)
            let ids = reader.strings("ids", item)
            let filters = [
                ("goos", \Target.goos), ("goarch", \Target.goarch),
            ].map { (values: reader.strings($0.0, item), field: $0.1) }
            let variants = ["goarm", "goamd64"].compactMap { reader.strings($0, item) }
            var unpacked: [String] = []
            for build in builds.indices where ids?.contains(builds[build].id) ?? true {
                for cell in builds[build].cells.indices {
                    let target = builds[build].cells[cell].target
                    guard filters.allSatisfy({ $0.values?.contains(target[keyPath: $0.field]) ?? true }),
                        variants.allSatisfy({ list in target.variantSetting.map { list.contains($0.value) } ?? true })
                    else { continue }
                    if target.isPackable {
                        builds[build].cells[cell].values["upx"] = arguments.isEmpty ? .scalar("true") : .list(arguments)
                    } else {
                        unpacked.append(target.name)
                    }
                }
            }
            if !unpacked.isEmpty {
                reader.note(
                    item, "not packed, as upx has no format that starts there: \(unpacked.uniqued().joined(separator: ", "))")
            }
        }
    }

    private func arguments(_ item: ImportedNode, _ reader: inout ImportReader) -> [String] {
        let compress = reader.string("compress", item).map { $0 == "best" ? "--best" : "-\($0)" }
        let options = [("lzma", "--lzma"), ("brute", "--brute")].filter { reader.string($0.0, item) == "true" }
        return [compress].compactMap(\.self) + options.map(\.1)
    }
}

/// Reads `checksum` and `sboms`.
struct GoreleaserSums {
    let fields: GoreleaserFields

    /// The name of the file; nil for none.
    func checksums(_ root: ImportedNode, _ reader: inout ImportReader) -> String? {
        let part = reader.take("checksum", root)
        let isDisabled = reader.string("disable", part) == "true"
        if let algorithm = reader.take("algorithm", part), algorithm.node.scalar?.string != "sha256" {
            reader.note(algorithm, "checksums are SHA-256")
        }
        reader.drop("split", part, "one file has the checksums of all")
        reader.drop("ids", part, "the file has the checksums of all archives")
        reader.drop("extra_files", part, "the file has the checksums of what Pare writes")
        reader.drop("templated_extra_files", part, "the file has the checksums of what Pare writes")
        let template = reader.take("name_template", part)
        if isDisabled { return nil }
        let fallback = try? fields.evaluator.text("{{ .ProjectName }}_{{ .Version }}_checksums.txt").spelled
        guard let template, let text = template.node.scalar?.string else { return fallback }
        do throws(GoTemplateError) {
            return try fields.evaluator.text(text).spelled
        } catch {
            reader.note(template, error.reason)
            return fallback
        }
    }

    func bills(_ root: ImportedNode, _ reader: inout ImportReader) -> Bool {
        guard let list = reader.take(["sboms", "sbom"], root) else { return false }
        var isWanted = false
        for item in reader.mappings(list) {
            _ = reader.take("id", item)
            if reader.string("disable", item) == "true" { continue }
            let artifacts = reader.take("artifacts", item)
            if let artifacts, let kind = artifacts.node.scalar?.string, !["archive", "binary", "any"].contains(kind) {
                reader.note(artifacts, "Pare's bills of materials are of binaries")
                continue
            }
            isWanted = true
            for key in ["cmd", "args", "env"] { reader.drop(key, item, "Pare writes CycloneDX 1.6 by itself") }
            reader.drop("documents", item, "a bill is called as its archive, with .cdx.json")
            reader.drop("ids", item, "every binary has a bill of materials")
        }
        return isWanted
    }
}
