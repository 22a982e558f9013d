/// CI systems that `pare init --ci` writes files for. The files are in Templates.
public enum CISystem: String, CaseIterable, Sendable {
    case github
    case gitlab
    case buildkite

    /// Path in the project, and text. `goVersionFile` is the file with the Go release: `go.mod` or `go.work`.
    public func files(goVersionFile: String) -> [(path: String, text: String)] {
        switch self {
        case .github:
            let workflow = Self.text(PackageResources.github_workflow_yml)
                .replacing("go-version-file: go.mod", with: "go-version-file: \(goVersionFile)")
            return [
                (".github/workflows/pare.yml", workflow),
                (".github/workflows/pare-comment.yml", Self.text(PackageResources.github_comment_workflow_yml)),
                (".github/actions/pare/action.yml", Self.text(PackageResources.github_action_yml)),
                (".github/actions/pare/comment.py", Self.text(PackageResources.github_comment_py)),
            ]
        case .gitlab: return [(".gitlab/pare.gitlab-ci.yml", Self.text(PackageResources.gitlab_yml))]
        case .buildkite: return [(".buildkite/pare.yml", Self.text(PackageResources.buildkite_yml))]
        }
    }

    /// Instruction for the user, after the files are written.
    public var nextStep: String {
        switch self {
        case .github: "say in .github/workflows/pare.yml where Pare comes from: url and sha256, or source"
        case .gitlab: "set PARE_URL and PARE_SHA256; in .gitlab-ci.yml: include: [{ local: .gitlab/pare.gitlab-ci.yml }]"
        case .buildkite: "as a step of the pipeline: buildkite-agent pipeline upload .buildkite/pare.yml"
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
