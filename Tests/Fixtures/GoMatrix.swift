/// Every program that tests read, by what it is for: `Scripts/test` builds them all before the first test runs.
extension GoBuild {
    /// Targets of all formats, and of all processors that Pare reads the code of.
    public static let targets = [
        "linux/amd64", "linux/386", "linux/arm", "linux/arm64", "linux/loong64", "linux/mips", "linux/mips64le", "linux/ppc64le",
        "linux/riscv64", "linux/s390x", "freebsd/amd64", "windows/386", "windows/amd64", "windows/arm64", "darwin/amd64",
        "darwin/arm64", "js/wasm", "wasip1/wasm",
    ]

    /// Older releases that `Scripts/setup releases` installs.
    public static let olderReleases = ["1.21.13", "1.24.11"]

    /// cmd/gofmt for every target.
    public static let everyTarget = targets.flatMap { [GoBuild($0), GoBuild($0, stripped: true)] }

    /// cmd/gofmt by those of the older releases that are installed.
    public static let older = olderReleases.filter { go(of: $0) != nil }.flatMap { release in
        [false, true].map { GoBuild("linux/amd64", stripped: $0, release: release) }
    }

    /// cmd/pprof, a large program.
    public static let large = [false, true].map { GoBuild("linux/amd64", stripped: $0, program: "cmd/pprof") }

    /// A small program of all formats, widths and byte orders.
    public static let small = ["linux/amd64", "linux/386", "linux/s390x", "windows/amd64", "darwin/arm64"].flatMap { target in
        [false, true].map { GoBuild(target, stripped: $0, program: hello) }
    }

    /// Debug data of version 5, of version 4 for darwin, compressed and not.
    public static let debugData = [("linux/amd64", true), ("linux/s390x", false), ("windows/386", true), ("darwin/arm64", true)]
        .map {
            GoBuild($0, program: hello, flags: ["-trimpath", "-ldflags=-compressdwarf=\($1)"])
        }

    /// Tests/Programs/digest, whose C code is linked in the ways that need a C compiler; none without one.
    public static let linkModes =
        installed("gcc") == nil
        ? []
        : [
            ["-ldflags=-linkmode=external"], ["-ldflags=-linkmode=external -s -w"], ["-buildmode=pie"],
            ["-buildmode=pie", "-ldflags=-s -w"], ["-buildmode=c-shared"], ["-buildmode=c-shared", "-ldflags=-s -w"],
        ].map { GoBuild("", program: "\(checkout)/Tests/Programs/digest", flags: $0) }

    public static let matrix = everyTarget + older + large + small + debugData + linkModes

    /// Source of a program that only calls `println`, the smallest there is.
    public static let hello = "\(checkout)/Tests/Programs/hello/hello.go"
}
