internal import Planning
public import Reports

/// Place of a report and its binaries, for the commands that show more of it.
public struct ReportPlace: Sendable, Equatable {
    /// The report, as the user names it; nil for standard input, which can be read only once.
    public var path: String?
    /// Paths of binaries, as the report has them, that are not in its folder.
    public var missing: Set<String>
    /// Main packages that can be linked again; nil for all.
    public var programs: Set<String>?

    public init(path: String?, missing: Set<String> = [], programs: Set<String>? = nil) {
        self.path = path
        self.missing = missing
        self.programs = programs
    }

    /// Shows a binary of the report, or the report where the binary is missing.
    package func weighCommand(_ binary: String, _ options: String = "") -> String? {
        guard !missing.contains(binary) else { return path.map { "pare weigh \(shellQuoted($0.visible))" } }
        let folder = path.flatMap { path in path.lastIndex(of: "/").map { path[...$0] } } ?? ""
        return "pare weigh \(shellQuoted((folder + binary).visible))\(options)"
    }

    package func canLink(_ main: String) -> Bool { programs?.contains(main) ?? true }
}

extension BuildReport {
    /// Changes the commands of a saved report to those that work at its place, and removes the others.
    public mutating func relocate(to place: ReportPlace) {
        let recorded = ReportPlace(path: "dist/\(pipeline)/report.json")
        let binaries = builds.compactMap(\.path)
        func moved(_ item: Verdict.Broken) -> Verdict.Broken {
            var item = item
            guard let command = item.command else { return item }
            if command.hasPrefix("pare weigh ") {
                let found = binaries.lazy.compactMap { binary -> String? in
                    guard let start = recorded.weighCommand(binary), command == start || command.hasPrefix(start + " ") else {
                        return nil
                    }
                    return place.weighCommand(binary, String(command.dropFirst(start.count)))
                }.first
                item.command = found ?? place.path.map { "pare weigh \(shellQuoted($0.visible))" }
            } else if command.hasPrefix("pare diff ") {
                if place != ReportPlace(path: recorded.path, programs: place.programs) { item.command = nil }
            } else if !place.canLink(item.finding?.program ?? "") {
                item.command = nil
            }
            return item
        }
        verdict.broken = verdict.broken.map(moved)
        verdict.warned = verdict.warned.map(moved)
        for index in verdict.waived.indices { verdict.waived[index].broken = moved(verdict.waived[index].broken) }
        for list in (savings ?? []).indices where !place.canLink(savings?[list].main ?? "") {
            for item in (savings?[list].items ?? []).indices { savings?[list].items[item].command = "" }
        }
    }
}
