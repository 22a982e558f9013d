internal import Gating
internal import Host
internal import Reports
internal import Toolchain

extension ReportPlace {
    /// The path of a report of a pipeline, with the binaries that are not in its folder.
    init(of report: BuildReport, at path: String, programs: Set<String>) {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let missing = report.builds.compactMap(\.path).filter { !fileExists(folder + $0) }
        self.init(path: path == "-" ? nil : path, missing: Set(missing), programs: programs)
    }
}

extension BuildReport {
    /// Main packages that commands of the report can link again from the current folder.
    func programs(in project: Project) -> Set<String> {
        let module = (try? project.modulePath(".")) ?? nil
        let lists = (savings ?? []).filter { list in
            let words = (list.program ?? "").split(separator: " ")
            if let option = words.firstIndex(of: "-C"), option + 1 < words.count {
                return fileExists("\(words[option + 1])/go.mod")
            }
            if list.main.hasPrefix("cmd/") { return true }
            guard project.folder == "." || list.program?.hasPrefix("./") == true, let module else { return false }
            return list.main == module || list.main.hasPrefix(module + "/")
        }
        return Set(lists.map(\.main))
    }
}

extension SavedReport {
    /// With commands for the file that it was read from.
    func relocated(to path: String) -> SavedReport {
        guard case .build(var report) = self else { return self }
        report.relocate(to: ReportPlace(of: report, at: path, programs: report.programs(in: Project.here)))
        return .build(report)
    }
}
