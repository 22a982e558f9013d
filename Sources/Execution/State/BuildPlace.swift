internal import Planning

/// Where jobs run: what go is told there, and what it would stamp.
struct BuildPlace: Sendable {
    /// Absolute path.
    var folder: String
    /// What go inherits.
    var environment: [String: String]
    var settings: GoSettings
    var revision: String

    /// Paths of the C compilers, and of gccgo, that go finds for a job; none where cgo is off.
    func compilers(of job: BuildJob) -> [String] {
        let variables = job.variables
        guard (variables["CGO_ENABLED"] ?? settings["CGO_ENABLED"]) != "0" || variables["GCCGO"] != nil else { return [] }
        let search = SearchPath(environment: environment.merging(variables) { $1 })
        return ["CC", "CXX", "FC", "GCCGO"].compactMap { variables[$0] ?? settings[$0] }
            .compactMap { $0.split(separator: " ").first.flatMap { search.executable(String($0)) } }
    }
}

extension BuildJob {
    /// Its own variables by name.
    var variables: [String: String] { Dictionary(environment.map { ($0.name, $0.value) }) { $1 } }
}
