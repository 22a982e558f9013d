public import Attribution

extension WeighReport {
    /// The report of an analysis: what is known of the file's identity, and every number of its profile. `functions` are kept
    /// among the largest of a profile with details, whatever their size.
    public init(_ profile: SizeProfile, path: String, functions: Set<String> = []) {
        let identity = profile.identity
        let largest = LargestItems(profile, functions: functions).byPackage
        self.init(
            file: File(path: path, size: profile.size), format: identity.format, goos: identity.goos, goarch: identity.goarch,
            go: identity.goVersion, main: identity.mainPackage, stripped: identity.isStripped,
            settings: Dictionary(identity.settings.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }),
            modules: identity.modules, memory: profile.memory,
            coverage: Coverage(
                package: profile.packages.reduce(0) { $0 + $1.size }, overhead: profile.overhead.reduce(0) { $0 + $1.size },
                unexplained: profile.unexplained),
            packages: profile.packages.enumerated().map { Package($1, sections: profile.sections, largest: largest[$0]) },
            overhead: profile.overhead.map { Overhead(kind: $0.kind.description, size: $0.size) },
            sections: profile.sections.map(Section.init),
            passes: profile.passes.map { Pass(name: $0.name, size: $0.size) },
            embedded: profile.embeddedFiles.isEmpty
                ? nil : profile.embeddedFiles.map { Embedded(package: $0.package, name: $0.name, size: $0.size) },
            warnings: profile.warnings)
    }
}

extension WeighReport.Package {
    fileprivate init(
        _ package: SizeProfile.Package, sections: [SizeProfile.Section], largest: [WeighReport.Item]?
    ) {
        self.init(
            path: package.path, module: package.module.path, version: package.module.version,
            class: WeighReport.PackageClass(package.module.class), size: package.size, exclusive: package.exclusive,
            shared: package.shared, inferred: package.inferred > 0 ? package.inferred : nil,
            kinds: Dictionary(uniqueKeysWithValues: package.kinds.map { ($0.key.description, $0.value) }),
            sections: Dictionary(package.sections.map { (sections[$0.key].name, $0.value) }, uniquingKeysWith: +),
            largest: largest)
    }
}

extension WeighReport.PackageClass {
    fileprivate init(_ class: PackageModule.Class) {
        self =
            switch `class` {
            case .main: .main
            case .std: .std
            case .dependency: .dependency
            case .c: .c
            case .swift: .swift
            case .cxx: .cxx
            }
    }
}

extension WeighReport.Section {
    fileprivate init(_ section: SizeProfile.Section) {
        self.init(
            name: section.name, size: section.range.count, virtualSize: section.virtualSize, offset: section.range.lowerBound,
            address: section.address, package: section.package, overhead: section.overhead, unexplained: section.unexplained)
    }
}
