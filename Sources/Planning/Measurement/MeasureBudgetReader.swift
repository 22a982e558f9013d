/// Reads `budgets:` of an entry of `measure:`, one figure each:
///
///     - { memory: 64MiB }                                      # peak of every point
///     - { live-heap: 40MiB, set: { GOGC: 100 } }               # of the points with that setting
///     - { allocated: 2GiB, preset: default }
///     - { cpu: 110%, preset: small, of: default }              # of the same point of another preset
///     - { startup: 120%, of: { preset: default } }
///     - { memory: 80%, set: { GOGC: 50 }, of: { set: { GOGC: 100 } } }
///     - { never-run: 60%, level: warn, message: See docs. }    # of the program's code, with `cover: true`
///
/// Times have no limit of their own: they are compared within one call. `level`, `name`, `message` and `waive` as in other budgets.
struct MeasureBudgetReader {
    /// Of the entry; nil when they have problems of their own.
    let presets: [String]?
    let settings: [Measurement.Setting]
    let hasStartup: Bool
    let isCovered: Bool

    private static let figures = MeasureBudget.Figure.allCases.map(\.rawValue)

    func read(_ node: Node, with yaml: inout YAMLReader) -> [MeasureBudget] {
        var budgets: [MeasureBudget] = []
        for item in yaml.items(node, "`budgets`", example: "[{ memory: 64MiB }]") ?? [] {
            guard
                let fields = yaml.fields(
                    item, of: "a budget of `measure`", known: Self.figures + ["preset", "set", "of"] + BudgetTermsReader.keys),
                var budget = readBudget(fields, of: item, with: &yaml)
            else { continue }
            BudgetTermsReader().readTerms(fields, into: &budget, with: &yaml)
            budgets.append(budget)
        }
        return budgets
    }

    private func readBudget(_ fields: [String: Node], of item: Node, with yaml: inout YAMLReader) -> MeasureBudget? {
        let figures = Self.figures.filter { fields[$0] != nil }
        guard let key = figures.first, figures.count == 1, let figure = MeasureBudget.Figure(rawValue: key),
            let node = fields[key]
        else {
            if fields.count == item.mapping?.count || figures.count > 1 {
                yaml.report(
                    item, figures.isEmpty ? "a budget without a figure" : "one budget for several figures",
                    found: figures.isEmpty ? nil : yaml.list(figures), expected: "one of \(yaml.list(Self.figures))")
            }
            return nil
        }
        if figure == .startup, !hasStartup {
            yaml.report(node, "`startup` is not measured", expected: "`startup: [\"{{binary}}\", --version]` of the entry")
        }
        if figure == .neverRun, !isCovered {
            yaml.report(node, "`never-run` is not measured", expected: "`cover: true` of the entry")
        }
        let points = readPoints(fields, with: &yaml)
        let reference = fields["of"].flatMap { readReference($0, with: &yaml) }
        if figure == .neverRun, let node = fields["preset"] ?? fields["set"] {
            yaml.report(node, "`never-run` is of the program, whatever the preset", expected: "neither `preset` nor `set`")
        }
        guard let limit = readLimit(node, figure, of: fields["of"], with: &yaml) else { return nil }
        return MeasureBudget(
            figure: figure, limit: limit, points: points, reference: reference, text: text(of: fields, key),
            place: yaml.place(item))
    }

    private func readLimit(
        _ node: Node, _ figure: MeasureBudget.Figure, of reference: Node?, with yaml: inout YAMLReader
    ) -> MeasureBudget.Limit? {
        let text = node.scalar?.string ?? ""
        let what = "`\(figure.rawValue)`"
        if text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > 0, percent <= 10_000 {
            if figure == .neverRun, let reference {
                yaml.report(reference, "`never-run` is a part of the program's code", expected: "no `of`")
            } else if figure != .neverRun, reference == nil {
                yaml.report(node, "\(what): \(text) of what?", expected: "`of`: a preset, or { set: { GOGC: 100 } }")
            }
            return .percent(percent)
        }
        if figure.isSize, let bytes = byteSize(text), bytes > 0 {
            if let reference { yaml.report(reference, "`of` is for limits in percent", found: "`\(text)`") }
            return .bytes(bytes)
        }
        yaml.report(
            node, what, found: yaml.describe(node),
            expected: figure.isSize ? "a size, 64MiB, or percent of another point, 110%" : "a percentage: 110%")
        return nil
    }

    private func readReference(_ node: Node, with yaml: inout YAMLReader) -> MeasureBudget.Points? {
        if node.scalar != nil { return MeasureBudget.Points(preset: readPreset(node, with: &yaml)) }
        guard let fields = yaml.fields(node, of: "`of`", known: ["preset", "set"]) else { return nil }
        if fields.isEmpty, node.mapping?.isEmpty == true { yaml.report(node, "`of` is empty", expected: "a preset or settings") }
        return readPoints(fields, with: &yaml)
    }

    private func readPoints(_ fields: [String: Node], with yaml: inout YAMLReader) -> MeasureBudget.Points {
        var points = MeasureBudget.Points(preset: fields["preset"].flatMap { readPreset($0, with: &yaml) })
        guard let node = fields["set"] else { return points }
        for (key, value) in node.mapping ?? [] {
            let (name, text) = (key.scalar?.string ?? "", value.scalar?.string ?? "")
            guard let setting = settings.first(where: { $0.name == name }) else {
                yaml.report(
                    key, "`set`: not a setting of the entry", found: yaml.describe(key),
                    expected: "one of \(yaml.list(settings.map(\.name)))",
                    suggestion: nearestName(to: name, among: settings.map(\.name)))
                continue
            }
            if !setting.values.contains(text) {
                yaml.report(
                    value, "`set`: \(name) is not measured with this value", found: yaml.describe(value),
                    expected: "one of \(yaml.list(setting.values))")
            }
            points.settings.append(EnvironmentVariable(name, text))
        }
        if node.mapping == nil {
            yaml.report(node, "`set`", found: yaml.describe(node), expected: "settings with a value each: { GOGC: 100 }")
        }
        return points
    }

    private func readPreset(_ node: Node, with yaml: inout YAMLReader) -> Glob? {
        guard let glob = yaml.string(node, "`preset`", expected: "a preset or a glob").map({ Glob($0) }) else { return nil }
        if let presets, !presets.contains(where: glob.matches) {
            yaml.report(
                node, "the entry measures no such preset", found: "`\(glob.pattern)`",
                expected: "one of \(yaml.list(presets))", suggestion: nearestName(to: glob.pattern, among: presets))
        }
        return glob
    }

    /// `cpu 110% preset small of default`
    private func text(of fields: [String: Node], _ figure: String) -> String {
        func words(_ node: Node) -> String {
            if let scalar = node.scalar { return scalar.string }
            return (node.mapping ?? []).map { key, value in
                let name = key.scalar?.string ?? ""
                return value.scalar.map { name == "preset" ? $0.string : "\(name)=\($0.string)" } ?? words(value)
            }.joined(separator: " ")
        }
        return [figure, "preset", "set", "of"].compactMap { key in
            fields[key].map { key == "set" ? words($0) : "\(key) \(words($0))" }
        }.joined(separator: " ")
    }
}
