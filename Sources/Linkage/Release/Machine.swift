/// What the linker knows of a target: sizes, alignments, the name of the first function. (cmd/link/internal/*/l.go)
struct Machine: Sendable, Hashable {
    let goos: String
    let goarch: String
    /// Bytes of a pointer.
    let pointerSize: Int
    let functionAlignment: Int
    /// Largest alignment the linker gives to data.
    let dataAlignment: Int
    let leastDataAlignment: Int
    /// Bytes of the smallest instruction, the unit of addresses in tables by program counter.
    let quantum: Int

    init(_ target: ObjectTarget, minor: Int) {
        goos = target.goos
        goarch = target.goarch
        pointerSize = ["386", "arm", "mips", "mipsle"].contains(goarch) ? 4 : 8
        functionAlignment =
            switch goarch {
            case "amd64": 32
            case "mips64", "mips64le", "riscv64": 8
            case "arm", "mips", "mipsle": 4
            case "wasm": 16
            default: 16
            }
        dataAlignment = goarch == "arm" ? 8 : 32
        leastDataAlignment = goarch == "s390x" ? 2 : 1
        quantum =
            switch goarch {
            case "386", "amd64", "wasm": 1
            case "s390x": 2
            case "riscv64": minor >= 26 ? 2 : 4
            default: 4
            }
    }

    /// `_rt0_amd64_linux`, unless the program is a library.
    var entry: String { "_rt0_\(goarch)_\(goos)" }
}
