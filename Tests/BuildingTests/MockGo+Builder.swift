import Fixtures
import Planning

@testable import Building
@testable import Host
@testable import Toolchain

extension MockGo {
    var toolchain: GoToolchain {
        GoToolchain(
            executable: executable, version: "go1.27.3", root: folder.path + "/goroot", hostOS: "linux",
            hostArchitecture: "amd64")
    }

    func builder(width: Int = 2, processors: Int = 2, memory: Int? = nil, _ change: (inout Builder.Options) -> Void = { _ in })
        -> Builder
    {
        var options = Builder.Options(width: width)
        change(&options)
        return Builder(
            toolchain: toolchain, environment: environment, projectFolder: folder.path + "/project",
            outputFolder: folder.path + "/dist", machine: Machine(processors: processors, freeMemory: memory), options: options)
    }

    /// Each job has an environment of its own, so that none waits for another's packages.
    func jobs(_ mains: String...) -> [BuildJob] {
        mains.enumerated().map { index, main in
            BuildJob(
                main: main, target: "linux/amd64", preset: "strip", workingDirectory: ".",
                environment: [EnvironmentVariable("JOB", "\(index)")], flags: ["-ldflags=-s -w"],
                output: "\(main)_linux_amd64/strip/\(main)")
        }
    }
}
