internal import BinaryFormats
internal import GoMetadata

/// What a file says it is.
public struct Identity: Sendable, Hashable {
    public struct Setting: Sendable, Hashable {
        public var key: String
        public var value: String
    }

    /// `elf`, `pe`, `macho` or `wasm`.
    public var format: String
    /// By the build info, else as far as the format tells.
    public var goos: String?
    public var goarch: String
    /// As `go version` spells it, `gccgo 12.2.0` for that compiler; nil for a program that is not Go's.
    public var goVersion: String?
    /// Import path.
    public var mainPackage: String?
    /// Without symbols that name code or data.
    public var isStripped: Bool
    /// Build settings, in the order of the build info.
    public var settings: [Setting]
    /// Paths of the main module and of those with a package in the program; nil where the build info names no main module.
    public var modules: [String]?

    init(_ subject: borrowing Subject) {
        let image = subject.image
        let info = subject.program.buildInfo
        format = image.format.rawValue
        goos = info?.setting("GOOS") ?? image.operatingSystem
        goarch = info?.setting("GOARCH") ?? image.architecture.name
        goVersion =
            info?.goVersion ?? subject.program.gccgo.map { ["gccgo", $0.version].compactMap(\.self).joined(separator: " ") }
        mainPackage = info?.mainPackage
        isStripped = image.wasm.map { $0.names.count == 0 } ?? !image.symbols.hasDefinitions
        settings = (info?.settings ?? []).map { Setting(key: $0.key, value: $0.value) }
        modules = info.flatMap { info in info.mainModule.map { [$0.path] + info.dependencies.map(\.path) } }
    }
}
