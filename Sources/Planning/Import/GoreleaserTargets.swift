/// Targets of a build of goreleaser: its matrix without `ignore`, or its list of names.
struct GoreleaserTargets {
    /// Key of the file, variable of go, goreleaser's default.
    private static let variants = [
        ("goarm", "GOARM", "6"), ("goarm64", "GOARM64", "v8.0"), ("goamd64", "GOAMD64", "v1"), ("gomips", "GOMIPS", "hardfloat"),
        ("gomips", "GOMIPS64", "hardfloat"), ("go386", "GO386", "sse2"), ("goppc64", "GOPPC64", "power8"),
        ("goriscv64", "GORISCV64", "rva20u64"),
    ]
    private static let firstClass = [
        "darwin_amd64", "darwin_arm64", "linux_386", "linux_amd64", "linux_arm", "linux_arm64", "windows_386", "windows_amd64",
    ]
    static let keys = ["goos", "goarch"] + variants.map(\.0)

    let catalogue: TargetCatalogue

    /// Each once, in the order of the file; what Go has no port for is noted.
    func read(_ build: ImportedNode?, _ reader: inout ImportReader, _ evaluator: GoTemplateEvaluator) -> [Target] {
        if let list = reader.take("targets", build) {
            for key in ["ignore"] + Self.keys { reader.drop(key, build, "goreleaser does not use it beside `targets`") }
            return named(list, &reader)
        }
        var lists: [String: [String]] = [:]
        for (key, fallback) in [("goos", ["darwin", "linux", "windows"]), ("goarch", ["386", "amd64", "arm64"])]
            + Self.variants.map({ ($0.0, [$0.2]) }) where lists[key] == nil
        {
            let texts = reader.strings(key, build)?.compactMap { try? evaluator.text($0).literal }
            lists[key] = texts?.isEmpty == false ? texts : fallback
        }
        let ignored = ignored(build, &reader)
        var targets: [Target] = []
        var unknown: [String] = []
        for goos in lists["goos"] ?? [] {
            for goarch in lists["goarch"] ?? [] {
                let variants = catalogue.variants(of: goarch)
                let key = Self.variants.first { $0.1 == variants?.variable }?.0
                for variant in key.flatMap({ lists[$0] }) ?? [""] {
                    var fields = ["goos": goos, "goarch": goarch]
                    if let key { fields[key] = variant }
                    if ignored.contains(where: { $0.allSatisfy { key, value in fields[key] == value } }) { continue }
                    guard let target = target(goos, goarch, variant) else {
                        unknown.append([goos, goarch, variant].filter { !$0.isEmpty }.joined(separator: "/"))
                        continue
                    }
                    if !targets.contains(target) { targets.append(target) }
                }
            }
        }
        let place = reader.take("goarch", build) ?? reader.take("goos", build)
        if let place, !unknown.isEmpty { reader.note(place, "Go \(catalogue.go) has no port \(unknown.joined(separator: ", "))") }
        return targets
    }

    private func ignored(_ build: ImportedNode?, _ reader: inout ImportReader) -> [[String: String]] {
        guard let list = reader.take("ignore", build) else { return [] }
        return reader.items(list).map { item in
            Self.keys.uniqued().reduce(into: [:]) { fields, key in
                if let value = reader.string(key, item), !value.isEmpty { fields[key] = value }
            }
        }.filter { !$0.isEmpty }
    }

    private func named(_ list: ImportedNode, _ reader: inout ImportReader) -> [Target] {
        var targets: [Target] = []
        for item in reader.items(list) {
            let name = item.node.scalar?.string ?? ""
            let names = ["go_first_class", "go_118_first_class"].contains(name) ? Self.firstClass : [name]
            for name in names {
                guard let target = target(named: name) else {
                    reader.note(item, "`\(name)` is no port of Go \(catalogue.go)")
                    continue
                }
                if !targets.contains(target) { targets.append(target) }
            }
        }
        return targets
    }

    /// `linux_arm_6`, `darwin_arm64`, `linux_amd64_v1`
    func target(named name: String) -> Target? {
        let parts = name.split(whereSeparator: { $0 == "_" || $0 == "-" }).map(String.init)
        guard parts.count > 1 else { return nil }
        let variable = catalogue.variants(of: parts[1])?.variable
        let fallback = Self.variants.first { $0.1 == variable }?.2 ?? ""
        return target(parts[0], parts[1], parts.count > 2 ? parts[2...].joined(separator: "_") : fallback)
    }

    /// The target, without its variant where that is go's own choice.
    func target(_ goos: String, _ goarch: String, _ variant: String) -> Target? {
        let variants = catalogue.variants(of: goarch)
        let isDefault = variant.isEmpty || variants?.defaultValue == variant
        let name = [goos, goarch] + (isDefault ? [] : [variant])
        return catalogue.targets(matching: name.joined(separator: "/")).first
    }
}
