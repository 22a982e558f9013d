internal import BinaryFormats
internal import GoMetadata

/// The bytes of one file by owner. The owners sum to the file's size, which is checked when a profile is created.
public struct SizeProfile: Sendable {
    public struct Package: Sendable {
        /// Import path; the main package under its real path.
        public var path: String
        public var module: PackageModule
        /// Bytes that this package alone uses.
        public var exclusive: Int
        /// Its part of the bytes that several packages use.
        public var shared: Int
        /// Of both, bytes whose owner is inferred from their users.
        public var inferred: Int
        public var kinds: [ByteKind: Int]
        /// Bytes by index into `sections`.
        public var sections: [Int: Int]

        public var size: Int { exclusive + shared }
    }

    /// A section, a structure outside of sections, or a gap.
    public struct Section: Sendable {
        public var name: String
        /// File offsets.
        public var range: Range<Int>
        /// Virtual address; 0 if it is not loaded.
        public var address: UInt64
        /// Bytes in memory.
        public var virtualSize: UInt64
        public var package = 0
        public var overhead = 0
        public var unexplained = 0
    }

    public struct Pass: Sendable {
        public var name: String
        /// Bytes it explained.
        public var size: Int
        /// Whether its evidence is the users of the bytes, not their definition.
        public var isInferring: Bool
    }

    public let identity: Identity
    /// Bytes of the file.
    public let size: Int
    /// Bytes of the loaded sections in memory, zeroed data included and debug data not; nil for a format without addresses.
    public let memory: Int?
    /// Ordered by size, largest first.
    public let packages: [Package]
    /// Ordered by size, largest first, without empty ones.
    public let overhead: [(kind: OverheadKind, size: Int)]
    public let unexplained: Int
    /// In file order.
    public let sections: [Section]
    public let passes: [Pass]
    /// Ordered by size, largest first.
    public let embeddedFiles: [EmbeddedFile]
    /// Breakdown below packages, if the options ask for it.
    public let details: ProfileDetails?
    /// Structures that could not be read: one line each with structure, file offset and reason.
    public let warnings: [String]

    init(
        _ subject: borrowing Subject, _ map: RangeMap, _ owners: OwnerTable, _ embedded: [Owner], _ sources: SourceFiles,
        _ warnings: [FormatError]
    ) throws(AccountingError) {
        var sums = OwnerSums(owners, map.passes)
        var sections: [Section] = []
        for region in map.regions {
            var section = Section(region, subject.image)
            sums.add(region, index: sections.count, to: &section)
            sections.append(section)
        }
        identity = Identity(subject)
        size = subject.image.size
        memory = subject.image.loadedSize
        self.sections = sections
        passes = map.passes.map { Pass(name: $0.name, size: $0.size, isInferring: $0.isInferring) }
        self.warnings = (subject.image.isTruncated ? Array(warnings.prefix(1)) : warnings).map(\.description)
        embeddedFiles = SizeProfile.embeddedFiles(subject, owners, embedded)

        let modules = ModuleTable(subject.program.buildInfo, isNative: subject.isNative)
        let ranked = sums.packages.indices
            .filter { sums.packages[$0].size > 0 }
            .sorted { (sums.packages[$1].size, owners.packages[$0]) < (sums.packages[$0].size, owners.packages[$1]) }
        packages = ranked.map { index in
            Package(path: owners.packages[index], module: modules.module(of: owners.packages[index]), sums.packages[index])
        }
        details =
            subject.options.details
            ? ProfileDetails(
                subject, map, owners, sources, position: Dictionary(uniqueKeysWithValues: ranked.enumerated().map { ($1, $0) }))
            : nil
        overhead = sums.overhead.map { (kind: $0.key, size: $0.value) }.sorted {
            ($1.size, $0.kind.rawValue) < ($0.size, $1.kind.rawValue)
        }
        unexplained = sums.unexplained

        let owned = packages.reduce(0) { $0 + $1.size } + overhead.reduce(0) { $0 + $1.size } + unexplained
        let inSections = sections.reduce(0) { $0 + $1.package + $1.overhead + $1.unexplained }
        guard owned == size, inSections == size else { throw AccountingError(size: size, owned: owned, inSections: inSections) }
    }

    /// The embedded files; `tables` are the owners of their tables.
    private static func embeddedFiles(_ subject: borrowing Subject, _ owners: OwnerTable, _ tables: [Owner]) -> [EmbeddedFile] {
        var files: [EmbeddedFile] = []
        for file in subject.program.embeddedFiles.files {
            let package: String? =
                if case .package(let index) = tables[file.table].meaning { owners.packages[index] } else { nil }
            files.append(EmbeddedFile(package: package, name: subject.reader.string(file.name), size: file.contents.count))
        }
        return files.sorted { ($1.size, $0.package ?? "", $0.name) < ($0.size, $1.package ?? "", $1.name) }
    }
}

/// The owners of a file do not sum to its size: a defect of Pare, never of the file.
public struct AccountingError: Error, Sendable, CustomStringConvertible {
    /// Sums in bytes: of the file, of all owners, of all sections.
    public let size: Int
    public let owned: Int
    public let inSections: Int

    public var description: String {
        "the owners sum to \(owned) bytes and the sections to \(inSections), the file has \(size): a defect of pare, please report it with the file"
    }
}

extension SizeProfile.Package {
    fileprivate init(path: String, module: PackageModule, _ sum: OwnerSums.PackageSum) {
        self.init(
            path: path, module: module, exclusive: sum.exclusive, shared: sum.shared, inferred: sum.inferred,
            kinds: sum.kindSizes,
            sections: sum.sections
        )
    }
}

extension SizeProfile.Section {
    fileprivate init(_ region: RangeMap.Region, _ image: Image) {
        switch region.origin {
        case .section(let index):
            let section = image.sections[index]
            self.init(name: section.name, range: region.range, address: section.address.value, virtualSize: section.virtualSize)
        case .structure(let index):
            self.init(name: "[\(image.structures[index].name)]", range: region.range, address: 0, virtualSize: 0)
        case .gap:
            self.init(name: "[between sections]", range: region.range, address: 0, virtualSize: 0)
        }
    }
}

/// The identity of a file: format, target, Go version, main package and build settings.
public struct Identity: Sendable, Hashable {
    public struct Setting: Sendable, Hashable {
        public var key: String
        public var value: String
    }

    /// `elf`, `pe`, `macho` or `wasm`.
    public var format: String
    /// By the build info, else by the format; nil if unknown.
    public var goos: String?
    public var goarch: String
    /// As `go version` prints it, `gccgo 12.2.0` for that compiler; nil for a non-Go program.
    public var goVersion: String?
    /// Import path.
    public var mainPackage: String?
    /// Whether the file has no symbols of code or data.
    public var isStripped: Bool
    /// Build settings, in the order of the build info.
    public var settings: [Setting]
    /// Paths of the main module and of those with a package in the program; nil if the build info has no main module.
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
        isStripped = image.wasm.map { $0.names.count == 0 } ?? (image.hasDebugFile || !image.symbols.hasDefinitions)
        settings = (info?.settings ?? []).map { Setting(key: $0.key, value: $0.value) }
        modules = info.flatMap { info in info.mainModule.map { [$0.path] + info.dependencies.map(\.path) } }
    }
}
