/// Bytes of one binary by owner: schema `pare.weigh/1`, the JSON contract others build on.
///
/// All sizes are bytes in the file. `packages + overhead + unexplained == total == file.size`, and the sections
/// (which include the headers and the gaps between sections as entries of their own) sum to `total` too.
public struct WeighReport: Codable, Sendable, Equatable {
    public static let schema = "pare.weigh/1"

    public struct File: Codable, Sendable, Equatable {
        public var path: String
        public var size: Int
        /// Lower-case hexadecimal; present with `--digest` and in build reports.
        public var sha256: String?
        /// Download size: the size after gzip at its default level; present with `--compressed` and in build reports.
        public var compressed: Int?

        public init(path: String, size: Int, sha256: String? = nil, compressed: Int? = nil) {
            self.path = path
            self.size = size
            self.sha256 = sha256
            self.compressed = compressed
        }
    }

    public struct Coverage: Codable, Sendable, Equatable {
        public var package: Int
        public var overhead: Int
        public var unexplained: Int

        public init(package: Int, overhead: Int, unexplained: Int) {
            self.package = package
            self.overhead = overhead
            self.unexplained = unexplained
        }
    }

    /// The origin of a package's code: the main module's, the standard library's, a dependency's, or C; in programs that are not
    /// Go's a module of Swift or a scope of C++.
    public enum PackageClass: String, Codable, Sendable, CaseIterable {
        case main, std, dependency, c, swift, cxx
    }

    /// A function or an embedded file of a package.
    public struct Item: Codable, Sendable, Equatable {
        /// Linker's name of the function, or path of the file relative to the folder of the package.
        public var name: String
        /// Source file of a function; absent for embedded files and where it is not known.
        public var file: String?
        /// Bytes by kind; of an embedded file `embedded` alone.
        public var kinds: [String: Int]
        /// Values of a joined profile by type of sample: `inuse_space` in bytes, `cpu` in nanoseconds; absent where it has none.
        public var profile: [String: Int]?

        public init(name: String, file: String? = nil, kinds: [String: Int], profile: [String: Int]? = nil) {
            self.name = name
            self.file = file
            self.kinds = kinds
            self.profile = profile
        }

        package var size: Int { kinds.values.reduce(0, +) }

        package var isFile: Bool { kinds.count == 1 && kinds["embedded"] != nil }
    }

    public struct Package: Codable, Sendable, Equatable {
        /// Import path; the main package under its real path.
        public var path: String
        /// Module path; `std` for the standard library, nil if unknown.
        public var module: String?
        public var version: String?
        public var `class`: PackageClass
        public var size: Int
        /// Bytes that no other package uses; `exclusive + shared == size`.
        public var exclusive: Int
        /// This package's part of bytes used by several packages.
        public var shared: Int
        /// Of `size`, bytes whose owner is inferred from the code and data that use them; absent where there are none.
        public var inferred: Int?
        /// Bytes by kind (`code`, `pclntab`, `types`, `data`, `symbols`, `debug` ...); sums to `size`.
        public var kinds: [String: Int]
        /// Bytes by section name; sums to `size`.
        public var sections: [String: Int]
        /// Functions and embedded files among the largest of the program, largest first; absent where none is, or none was asked for.
        public var largest: [Item]?
        /// Values of a joined profile by type of sample, flat as pprof's; absent where it has none.
        public var profile: [String: Int]?

        public init(
            path: String, module: String?, version: String?, class: PackageClass, size: Int, exclusive: Int, shared: Int,
            inferred: Int? = nil, kinds: [String: Int], sections: [String: Int], largest: [Item]? = nil
        ) {
            self.path = path
            self.module = module
            self.version = version
            self.class = `class`
            self.size = size
            self.exclusive = exclusive
            self.shared = shared
            self.inferred = inferred
            self.kinds = kinds
            self.sections = sections
            self.largest = largest
        }
    }

    public struct Overhead: Codable, Sendable, Equatable {
        /// `file header`, `padding`, `build id`, `code signature`, `C runtime`, `linker` ...
        public var kind: String
        public var size: Int

        public init(kind: String, size: Int) {
            self.kind = kind
            self.size = size
        }
    }

    public struct Section: Codable, Sendable, Equatable {
        public var name: String
        /// Bytes in the file.
        public var size: Int
        /// Bytes in memory.
        public var virtualSize: UInt64
        /// File offset.
        public var offset: Int
        /// Virtual address; 0 where the section is not loaded.
        public var address: UInt64
        public var package: Int
        public var overhead: Int
        public var unexplained: Int
        /// Its part of the file's download size, to which those of all sections sum; present where that is.
        public var compressed: Int?

        public init(
            name: String, size: Int, virtualSize: UInt64, offset: Int, address: UInt64, package: Int, overhead: Int,
            unexplained: Int, compressed: Int? = nil
        ) {
            self.name = name
            self.size = size
            self.virtualSize = virtualSize
            self.offset = offset
            self.address = address
            self.package = package
            self.overhead = overhead
            self.unexplained = unexplained
            self.compressed = compressed
        }
    }

    /// One attribution pass and the bytes it explained.
    public struct Pass: Codable, Sendable, Equatable {
        public var name: String
        public var size: Int

        public init(name: String, size: Int) {
            self.name = name
            self.size = size
        }
    }

    /// One embedded file.
    public struct Embedded: Codable, Sendable, Equatable {
        /// Import path of the package that embeds it; absent if unknown, or if several packages use the variable.
        public var package: String?
        /// Path, relative to the folder of the package.
        public var name: String
        /// Bytes of the contents, which equal files have in common.
        public var size: Int

        public init(package: String?, name: String, size: Int) {
            self.package = package
            self.name = name
            self.size = size
        }
    }

    public var schema = WeighReport.schema
    public var file: File
    /// `elf`, `pe`, `macho` or `wasm`.
    public var format: String
    public var goos: String?
    public var goarch: String?
    /// Go release that built it, as `go version` spells it: `go1.27.3`; nil for a program that is not Go's.
    public var go: String?
    /// Import path of the main package.
    public var main: String?
    public var stripped: Bool
    /// Path of the separate debug file whose symbols were used; absent where none was.
    public var debugFile: String?
    /// Build settings from the build info (`-ldflags`, `CGO_ENABLED`, `vcs.revision` ...).
    public var settings: [String: String]
    /// Paths of the modules that the build info names, all that have a package in the program; absent without build info of modules.
    public var modules: [String]?
    public var total: Int
    /// Bytes that the loaded program takes before it runs: code and data, zeroed data included; absent for WebAssembly.
    public var memory: Int?
    public var coverage: Coverage
    /// Largest first.
    public var packages: [Package] {
        get { packageList.packages }
        set { packageList = PackageList(newValue) }
    }
    private(set) var packageList: PackageList
    /// Largest first.
    public var overhead: [Overhead]
    /// In file order.
    public var sections: [Section]
    /// In the order they ran.
    public var passes: [Pass]
    /// The files of `embed.FS` variables, largest first; absent where there are none. Their bytes are among those of the
    /// packages, under the kind `embedded`.
    public var embedded: [Embedded]?
    /// The programs of a universal Mach-O file, in the order of the file; absent for other files.
    public var slices: [Slice]?
    /// The profiles of a run whose values packages and functions have; absent where none was joined.
    public var profile: RunProfile?
    public var warnings: [String]

    private enum CodingKeys: String, CodingKey {
        case schema, file, format, goos, goarch, go, main, stripped, debugFile, settings, modules, total, memory, coverage,
            overhead,
            sections, passes, embedded, slices, profile, warnings
        case packageList = "packages"
    }

    /// Paths of the modules that packages belong to.
    package var packageModules: Set<String> { packageList.modules }

    package var packageCount: Int { packageList.count }

    /// The report with one package for all but the largest of each class.
    package func digest(keeping count: Int) -> WeighReport {
        var digest = self
        digest.packages = packageList.digest(keeping: count)
        return digest
    }

    public init(
        file: File, format: String, goos: String?, goarch: String?, go: String?, main: String?, stripped: Bool,
        settings: [String: String], modules: [String]? = nil, memory: Int? = nil, coverage: Coverage, packages: [Package],
        overhead: [Overhead],
        sections: [Section],
        passes: [Pass], embedded: [Embedded]? = nil, warnings: [String]
    ) {
        self.file = file
        self.format = format
        self.goos = goos
        self.goarch = goarch
        self.go = go
        self.main = main
        self.stripped = stripped
        self.settings = settings
        self.modules = modules
        self.total = file.size
        self.memory = memory
        self.coverage = coverage
        packageList = PackageList(packages)
        self.overhead = overhead
        self.sections = sections
        self.passes = passes
        self.embedded = embedded
        self.warnings = warnings
    }
}
