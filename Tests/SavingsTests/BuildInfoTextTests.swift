import Planning
import Testing

@testable import Savings
@testable import Toolchain

struct BuildInfoTextTests {
    private func text(_ target: String, flags: [String] = [], variables: [EnvironmentVariable] = [], _ list: String) throws
        -> [String]
    {
        let packages = try GoPackage.list(list)
        let root = try #require(packages.first { $0.isDependency != true })
        let request = ProgramRequest(folder: ".", main: nil, target: target, flags: flags, variables: variables)
        return BuildInfoText(root, packages, request, LinkSettings(flags: flags, usesC: false)).lines
    }

    /// One of the module example.org/b.
    private func package(_ path: String) -> String {
        """
        {
        \t"ImportPath": "\(path)",
        \t"DepOnly": true,
        \t"Module": {
        \t\t"Path": "example.org/b",
        \t\t"Version": "v1.2.3",
        \t\t"Sum": "h1:b"
        \t}
        }
        """
    }

    @Test func aProgramOfTheDistribution() throws {
        let lines = try text(
            "linux/amd64",
            variables: [
                EnvironmentVariable("GOOS", "linux"), EnvironmentVariable("GOARCH", "amd64"),
                EnvironmentVariable("GOAMD64", "v1"),
            ],
            """
            {
            \t"ImportPath": "cmd/pprof",
            \t"Name": "main",
            \t"Standard": true
            }

            """)
        #expect(
            lines == [
                "path\tcmd/pprof", "build\t-buildmode=exe", "build\t-compiler=gc", "build\t-ldflags=\"-s -w\"",
                "build\tCGO_ENABLED=0", "build\tGOOS=linux", "build\tGOARCH=amd64", "build\tGOAMD64=v1",
            ])
    }

    @Test func modulesAreNamedOnceWithTheirChecksums() throws {
        let lines = try text(
            "darwin/arm64", flags: ["-trimpath", "-tags=netgo,osusergo"],
            """
            \(package("example.org/b"))
            \(package("example.org/b/c"))
            {
            \t"ImportPath": "example.org/d",
            \t"DepOnly": true,
            \t"Module": {
            \t\t"Path": "example.org/d",
            \t\t"Version": "v1.0.0",
            \t\t"Replace": {
            \t\t\t"Path": "../d"
            \t\t}
            \t}
            }
            {
            \t"ImportPath": "example.org/app/cmd/app",
            \t"Name": "main",
            \t"DefaultGODEBUG": "panicnil=1",
            \t"Module": {
            \t\t"Path": "example.org/app",
            \t\t"Main": true
            \t}
            }

            """)
        #expect(
            lines == [
                "path\texample.org/app/cmd/app", "mod\texample.org/app\t(devel)\t", "dep\texample.org/b\tv1.2.3\th1:b",
                "dep\texample.org/d\tv1.0.0", "=>\t../d\t(devel)\t", "build\t-buildmode=exe", "build\t-compiler=gc",
                "build\t-trimpath=true", "build\t-tags=netgo,osusergo", "build\tDefaultGODEBUG=panicnil=1",
                "build\tCGO_ENABLED=0", "build\tGOOS=darwin", "build\tGOARCH=arm64",
            ])
    }
}
