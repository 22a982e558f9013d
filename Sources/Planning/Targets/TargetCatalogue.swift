/// What can be built for, as `targets.json` says it.
public struct TargetCatalogue: Sendable, Equatable {
    /// An operating system and architecture that Go knows.
    public struct Platform: Sendable, Equatable {
        /// Whether programs there may, must or cannot use cgo.
        public enum Cgo: String, Sendable, CaseIterable {
            case no, yes, required
        }

        public var goos: String
        public var goarch: String
        /// One of the ports whose breakage stops a Go release.
        public var firstClass: Bool
        public var cgo: Cgo
        /// C compilers that reach it, the first to be preferred; the machine's own `gcc` is not among them.
        public var toolchains: [CToolchain]
        /// `aarch64-linux-gnu-gccgo`; nil where no gccgo is packaged.
        public var gccgo: String?

        /// `linux/amd64`.
        public var name: String { "\(goos)/\(goarch)" }

        /// Names that its gccgo may have, the first to be preferred: Debian's carry the version of gcc.
        public var gccgoCommands: [String] {
            gccgo.map { name in [name] + (8...20).reversed().map { "\(name)-\($0)" } } ?? []
        }

        /// Command that installs its gccgo.
        public var gccgoInstallation: String {
            let parts = (gccgo ?? "gccgo").split(separator: "-")
            return "apt-get install " + (parts.suffix(1) + parts.dropLast()).joined(separator: "-")
        }
    }

    public struct Group: Sendable, Equatable {
        public var name: String
        public var patterns: [String]
    }

    /// The variants of some architectures and the variable that chooses one.
    public struct Variants: Sendable, Equatable {
        public var architectures: [String]
        public var variable: String
        public var values: [String]
        /// What a value may carry behind commas: `v8.0,lse`.
        public var options: [String]
        /// Go's own choice when the variable is not set.
        public var defaultValue: String?

        /// Whether `text` is one of the values, its options being known and different.
        public func accepts(_ text: String) -> Bool {
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let options = parts.dropFirst()
            return values.contains(parts[0]) && options.allSatisfy(self.options.contains)
                && Set(options).count == options.count
        }
    }

    /// The Go release described: `1.27.3`.
    public var go: String
    public var platforms: [Platform]
    /// The file's groups, then `first-class` by the platforms' marks and `native` for the machine pare runs on.
    public var groups: [Group]
    public var variants: [Variants]

    /// The catalogue in the text of a `targets.json`, as seen from the machine called `native` (`linux/amd64`).
    ///
    /// `file` is the name used in problems. Throws all problems of the text at once.
    public static func read(
        _ text: String, file: String, native: String
    ) throws(ConfigurationError) -> TargetCatalogue {
        var reader = TargetCatalogueReader(file: file)
        return try reader.read(text, native: native)
    }

    public func platform(of target: Target) -> Platform? {
        platforms.first { $0.goos == target.goos && $0.goarch == target.goarch }
    }

    /// Commands, and files by their whole path, that any of the platforms can be built with: what `Surroundings.installed` tells of.
    public var tools: Set<String> {
        let perPlatform = platforms.flatMap { platform in
            platform.toolchains.flatMap(\.requirements) + platform.gccgoCommands
        }
        return Set(perPlatform + ["gcc", "upx"])
    }

    func variants(of architecture: String) -> Variants? {
        variants.first { $0.architectures.contains(architecture) }
    }
}
