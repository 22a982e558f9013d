internal import Host
package import Planning
internal import Toolchain

/// Where jobs run: what go is told there, and what it would stamp.
struct BuildPlace: Sendable {
    /// Absolute path.
    package var folder: String
    /// What go inherits.
    package var environment: [String: String]
    package var settings: GoSettings
    package var revision: String

    /// Paths of the C compilers, of gccgo and of upx, those that a job gets.
    package func tools(of job: BuildJob) -> [String] {
        let variables = job.variables
        let usesC = (variables["CGO_ENABLED"] ?? settings["CGO_ENABLED"]) != "0" || variables["GCCGO"] != nil
        let compilers = usesC ? ["CC", "CXX", "FC", "GCCGO"].compactMap { variables[$0] ?? settings[$0] } : []
        let search = SearchPath(environment: environment.merging(variables) { $1 })
        let packer = job.upx.flatMap { _ in SearchPath(environment: environment).executable("upx") }
        return compilers.compactMap { $0.split(separator: " ").first.flatMap { search.executable(String($0)) } }
            + [packer].compactMap(\.self)
    }
}

extension BuildJob {
    /// Its own variables by name.
    package var variables: [String: String] { Dictionary(environment.map { ($0.name, $0.value) }) { $1 } }
}
