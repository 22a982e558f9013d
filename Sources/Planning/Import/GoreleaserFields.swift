/// Fields of goreleaser's templates, for one build where there is one.
struct GoreleaserFields {
    var projectName: String
    var modulePath: String?
    /// `env` of the file and of the build, evaluated.
    var environment: [String: ImportedText] = [:]
    /// `variables` of the file.
    var variables: [String: String] = [:]
    /// Fields of the build or of its archive: `Os`, `Arch`, `Binary`.
    var ofBuild: [String: ImportedText] = [:]

    var evaluator: GoTemplateEvaluator {
        let fields = self
        return GoTemplateEvaluator { fields.value($0) }
    }

    private func value(_ path: [String]) -> GoTemplateEvaluator.Value? {
        switch (path.first, path.count) {
        case ("Env", 2): return .text(environment[path[1]] ?? ImportedText(variable: "env.\(path[1])"))
        case ("Var", 2): return variables[path[1]].map { .text(ImportedText($0)) }
        case (let name?, 1):
            if let text = ofBuild[name] { return .text(text) }
            return ofRun(name)
        default: return nil
        }
    }

    private func ofRun(_ name: String) -> GoTemplateEvaluator.Value? {
        switch name {
        case "ProjectName": .text(ImportedText(projectName))
        case "ModulePath": modulePath.map { .text(ImportedText($0)) }
        case "Version": .text(ImportedText(variable: "version", "trimprefix \"v\""))
        case "Tag": .text(ImportedText(variable: "tag"))
        case "Major", "Minor", "Patch", "Prerelease": .text(ImportedText(variable: name.lowercased()))
        case "Summary": .text(ImportedText(variable: "version"))
        case "Commit", "FullCommit": .text(ImportedText(variable: "commit"))
        case "ShortCommit": .text(ImportedText(variable: "shortcommit"))
        case "Branch": .text(ImportedText(variable: "branch"))
        case "Date", "CommitDate": .text(ImportedText(variable: "date"))
        case "Timestamp", "CommitTimestamp": .text(ImportedText(variable: "timestamp"))
        // A release is built from a tag with nothing changed.
        case "IsSnapshot", "IsNightly", "IsGitDirty", "IsDraft", "IsSingleTarget": .bool(false)
        case "IsRelease", "IsGitClean": .bool(true)
        case "GitTreeState": .text(ImportedText("clean"))
        default: nil
        }
    }
}

extension Target {
    /// Fields that goreleaser's templates have for it.
    func goreleaserFields(_ catalogue: TargetCatalogue) -> [String: ImportedText] {
        var fields: [String: String] = [:]
        let setting = variantSetting ?? catalogue.targets(matching: name).first?.variantSetting
        for (field, variables) in [
            ("Arm", ["GOARM"]), ("Arm64", ["GOARM64"]), ("Amd64", ["GOAMD64"]), ("Mips", ["GOMIPS", "GOMIPS64"]),
            ("I386", ["GO386"]), ("Ppc64", ["GOPPC64"]), ("Riscv64", ["GORISCV64"]),
        ] {
            fields[field] = setting.flatMap { variables.contains($0.name) ? $0.value : nil } ?? ""
        }
        let arch = goarch == "universal" ? "all" : goarch
        fields["Target"] = ([goos, arch] + [setting?.value].compactMap(\.self)).joined(separator: "_")
        var texts = fields.mapValues { ImportedText($0) }
        texts["Os"] = ImportedText(known: "goos", value: goos)
        texts["Arch"] = arch == goarch ? ImportedText(known: "goarch", value: goarch) : ImportedText(arch)
        return texts
    }
}
