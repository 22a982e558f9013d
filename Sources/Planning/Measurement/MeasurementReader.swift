/// Reads `measure:`, a list of workloads that binaries for this machine are run under:
///
///     - command: ["{{binary}}", -l, "{{goroot}}/src"]    # a program that ends by itself; no shell
///       exit: 2                                           # the exit code of a run that ended well, 0 by default
///       startup: ["{{binary}}", --version]                # a call whose time is the start-up
///       set: { GOGC: [50, 100, 200], GOMEMLIMIT: ["off", 64MiB], args: ["", -j1] }
///     - name: serving                                     # the program's name by default
///       main: ./cmd/server                                # of several programs
///       preset: [default, pgo]                            # all by default
///       start: ["{{binary}}", --listen, "127.0.0.1:{{port}}"]
///       ready: http://127.0.0.1:{{port}}/healthz          # or port:{{port}}, or line:TEXT that it prints
///       load: hey -n 5000 http://127.0.0.1:{{port}}/      # a line for a shell
///       stop: INT                                         # TERM by default
///       grace: 10s                                        # from the signal until it is killed
///       runs: 5                                           # of each point
///       warm-up: 1                                        # before them
///       timeout: 60s                                      # for one run
///       slower: 5%                                        # than the fastest a recommended setting may be
///       container: 256MiB
///       cover: true                                       # what never runs under it, by a build with -cover
///       budgets: [{ memory: 64MiB }]                      # see `MeasureBudgetReader`
///
/// Templates in commands and in `ready`: those of the pipeline, `binary`, `goroot`; of a server `port`, which is all of them that an
/// address may have.
struct MeasurementReader {
    private static let batch = ["command", "exit", "startup"]
    private static let server = ["start", "ready", "load", "stop", "grace"]
    private static let keys =
        ["name", "main", "preset"] + batch + server
        + ["set", "runs", "warm-up", "timeout", "slower", "container", "cover", "budgets"]

    let selectors: BuildSelectorReader

    func read(_ node: Node, with yaml: inout YAMLReader) -> [MeasurementPlan] {
        let example = #"[{ command: ["{{binary}}", convert, big.json] }]"#
        var plans: [MeasurementPlan] = []
        for item in yaml.items(node, "`measure`", example: example) ?? [] {
            guard let fields = yaml.fields(item, of: "an entry of `measure`", known: Self.keys),
                let plan = readPlan(fields, of: item, with: &yaml)
            else { continue }
            if let other = plans.first(where: { $0.name == plan.name }) {
                yaml.report(
                    item, "two entries of `measure` have one name", found: "`\(plan.name)` as in \(other.place)",
                    expected: "another `name`")
            }
            plans.append(plan)
        }
        return plans
    }

    private func readPlan(_ fields: [String: Node], of item: Node, with yaml: inout YAMLReader) -> MeasurementPlan? {
        let main = readMain(fields["main"], of: item, with: &yaml)
        let presets = selectors.read(fields.filter { $0.key == "preset" }, with: &yaml).presets
        let workload = readWorkload(fields, of: item, with: &yaml)
        var measurement = Measurement(workload: workload ?? .batch([]))
        if let node = fields["set"] { measurement.settings = readSettings(node, with: &yaml) }
        for problem in measurement.problems(at: yaml.place(fields["set"] ?? item)) { yaml.report(problem) }
        if let node = fields["exit"] { measurement.exitCode = readNumber(node, "`exit`", 0...255, with: &yaml) ?? 0 }
        if let node = fields["startup"] { measurement.call = readWords(node, "`startup`", with: &yaml) }
        if let node = fields["runs"] { measurement.rounds = readNumber(node, "`runs`", 1...1000, with: &yaml) ?? 5 }
        if let node = fields["warm-up"] { measurement.warmUp = readNumber(node, "`warm-up`", 0...100, with: &yaml) ?? 1 }
        if let node = fields["timeout"] { measurement.timeout = readSeconds(node, "`timeout`", with: &yaml) ?? 60 }
        let name = fields["name"].flatMap { yaml.string($0, "`name`") } ?? main?.binary ?? ""
        if let node = fields["name"], !name.isEmpty, !isFileName(name) {
            yaml.report(node, "`name` is also a file's name", found: "`\(name)`", expected: fileNameRule)
        }
        let slower = fields["slower"].flatMap { readPercent($0, "`slower`", with: &yaml) } ?? 5
        let container = fields["container"].flatMap { readSize($0, "`container`", with: &yaml) }
        let cover = fields["cover"].flatMap { yaml.bool($0, "`cover`") } ?? false
        let budgets = fields["budgets"].map { node in
            MeasureBudgetReader(
                presets: presets ?? selectors.presets?.map(\.name), settings: measurement.settings,
                hasStartup: fields["start"] != nil || fields["startup"] != nil, isCovered: cover
            ).read(node, with: &yaml)
        }
        guard let main, workload != nil else { return nil }
        var plan = MeasurementPlan(
            name: name, main: main.importPath, presets: presets, measurement: measurement, slower: slower, container: container,
            place: yaml.place(item))
        plan.cover = cover
        plan.budgets = budgets ?? []
        return plan
    }

    private func readMain(_ node: Node?, of item: Node, with yaml: inout YAMLReader) -> MainPackage? {
        let mains = selectors.mains(node, with: &yaml) ?? selectors.mains
        if mains.count > 1 {
            let names = yaml.list(mains.map(\.path))
            yaml.report(
                node ?? item, node == nil ? "`main` is missing" : "`main` names several programs", expected: "one of \(names)")
            return nil
        }
        return mains.first
    }

    private func readWorkload(_ fields: [String: Node], of item: Node, with yaml: inout YAMLReader) -> Measurement.Workload? {
        let (batch, server) = (Self.batch.filter { fields[$0] != nil }, Self.server.filter { fields[$0] != nil })
        guard batch.isEmpty || server.isEmpty else {
            yaml.report(
                item, "`\(batch[0])` is of a program that ends by itself, `\(server[0])` of a server",
                expected: "an entry for each")
            return nil
        }
        if server.isEmpty {
            guard let node = fields["command"] else {
                yaml.report(
                    item, "nothing to measure",
                    expected: "`command`, or `start`, `ready` and `load` of a server")
                return nil
            }
            return readWords(node, "`command`", with: &yaml).map(Measurement.Workload.batch)
        }
        let missing = ["start", "ready", "load"].filter { fields[$0] == nil }
        guard missing.isEmpty, let start = fields["start"], let ready = fields["ready"], let load = fields["load"] else {
            yaml.report(item, "\(yaml.list(missing)) of a server missing", expected: "`start`, `ready` and `load`")
            return nil
        }
        let words = readWords(start, "`start`", .server, with: &yaml)
        let expected = "http://127.0.0.1:{{port}}/, port:{{port}} or line:TEXT"
        let text = yaml.string(ready, "`ready`", expected: expected) ?? ""
        let sign = Measurement.Readiness(text)
        if sign == nil, !text.isEmpty { yaml.report(ready, "`ready`", found: "`\(text)`", expected: expected) }
        if case .line = sign {
            noteTemplates(text, ready, "`ready`", .server, with: &yaml)
        } else {
            noteTemplates(text, ready, "`ready`", .address, with: &yaml)
        }
        let line = yaml.string(load, "`load`", expected: "a line for a shell") ?? ""
        noteTemplates(line, load, "`load`", .server, with: &yaml)
        guard let words, let sign else { return nil }
        var result = Measurement.Server(start: words, ready: sign, load: ["/bin/sh", "-c", line])
        if let node = fields["stop"] {
            if let signal = Measurement.StopSignal(name: node.scalar?.string ?? "") {
                result.stop = signal
            } else {
                yaml.report(
                    node, "`stop`", found: yaml.describe(node),
                    expected: "one of \(yaml.list(Measurement.StopSignal.allCases.map(\.rawValue)))")
            }
        }
        if let node = fields["grace"] { result.grace = readSeconds(node, "`grace`", with: &yaml) ?? result.grace }
        return .server(result)
    }

    /// Words of a command, the first one the program.
    private func readWords(
        _ node: Node, _ what: String, _ scope: Template.Scope = .measurement, with yaml: inout YAMLReader
    ) -> [String]? {
        let before = yaml.problems.count
        let words = (yaml.items(node, what, example: #"["{{binary}}", --version]"#) ?? []).compactMap { item -> String? in
            guard let scalar = item.scalar else {
                yaml.report(item, "\(what): a word", found: yaml.describe(item), expected: "a text")
                return nil
            }
            noteTemplates(scalar.string, item, what, scope, with: &yaml)
            return scalar.string
        }
        if words.isEmpty, yaml.problems.count == before { yaml.report(node, "\(what) is empty", expected: "the program's words") }
        return words.isEmpty || yaml.problems.count > before ? nil : words
    }

    /// Values of the run are put in as they are.
    private func noteTemplates(
        _ text: String, _ node: Node, _ what: String, _ scope: Template.Scope, with yaml: inout YAMLReader
    ) {
        yaml.noteTemplates(text, node, what, scope: scope)
        for variable in Template(text)?.variables ?? []
        where ["binary", "port", "goroot"].contains(variable.name) && !variable.functions.isEmpty && !variable.hasFallback {
            yaml.report(
                node, "\(what): `{{\(variable.name)}}` takes no functions", found: "`{{\(variable.text)}}`",
                expected: "`{{\(variable.name)}}`")
        }
    }

    private func readSettings(_ node: Node, with yaml: inout YAMLReader) -> [Measurement.Setting] {
        guard let mapping = node.mapping else {
            yaml.report(node, "`set`", found: yaml.describe(node), expected: "variables with their values: { GOGC: [50, 100] }")
            return []
        }
        return mapping.map { key, value in
            let values = (value.sequence ?? [value]).map { item -> String in
                if item.scalar == nil {
                    yaml.report(item, "`set`: a value", found: yaml.describe(item), expected: "a text or a number")
                }
                return item.scalar?.string ?? ""
            }
            return Measurement.Setting(name: key.scalar?.string ?? "", values: values)
        }
    }

    private func readNumber(_ node: Node, _ what: String, _ range: ClosedRange<Int>, with yaml: inout YAMLReader) -> Int? {
        guard let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
            yaml.report(node, what, found: yaml.describe(node), expected: "\(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    private func readSeconds(_ node: Node, _ what: String, with yaml: inout YAMLReader) -> Int? {
        let text = node.scalar?.string ?? ""
        let factor = text.hasSuffix("m") ? 60 : text.hasSuffix("s") ? 1 : 0
        guard factor > 0, let number = Int(text.dropLast()), (1...86_400).contains(number) else {
            yaml.report(node, what, found: yaml.describe(node), expected: "a duration: 90s or 10m")
            return nil
        }
        return number * factor
    }

    private func readPercent(_ node: Node, _ what: String, with yaml: inout YAMLReader) -> Double? {
        let text = node.scalar?.string ?? ""
        guard text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...1000).contains(percent) else {
            yaml.report(node, what, found: yaml.describe(node), expected: "a percentage: 5%")
            return nil
        }
        return percent
    }

    private func readSize(_ node: Node, _ what: String, with yaml: inout YAMLReader) -> Int? {
        guard let size = node.scalar.flatMap({ byteSize($0.string) }), size > 0 else {
            yaml.report(node, what, found: yaml.describe(node), expected: "a size: 256MiB")
            return nil
        }
        return size
    }
}
