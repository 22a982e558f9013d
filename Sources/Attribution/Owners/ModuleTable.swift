internal import GoMetadata

/// The module of a package, if the build info has it.
public struct PackageModule: Sendable, Hashable {
    public enum Class: String, Sendable {
        case main
        case std
        case dependency
        case c
        /// A Swift module.
        case swift
        /// An outermost C++ scope.
        case cxx
    }

    /// Module path; `std` for the standard library; nil if unknown.
    public var path: String?
    public var version: String?
    public var `class`: Class
}

/// A map from packages to modules: the longest module path that is a prefix of the package path.
struct ModuleTable {
    private let mainPackage: String?
    private let mainModule: BuildInfo.Module?
    private let dependencies: [String: BuildInfo.Module]
    private let isNative: Bool

    /// With `isNative`, packages are Swift modules and C++ scopes, which end in `::`.
    init(_ info: BuildInfo?, isNative: Bool = false) {
        self.isNative = isNative
        mainPackage = info?.mainPackage
        mainModule = info?.mainModule
        dependencies = Dictionary((info?.dependencies ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func module(of package: String) -> PackageModule {
        if package == "C" { return PackageModule(path: nil, version: nil, class: .c) }
        if isNative { return PackageModule(path: nil, version: nil, class: package.hasSuffix("::") ? .cxx : .swift) }
        // Code of gccgo whose package is unknown.
        if package == "gccgo" { return PackageModule(path: nil, version: nil, class: .dependency) }
        var prefix = package[...]
        while !prefix.isEmpty {
            if let module = mainModule, module.path == prefix {
                return PackageModule(path: module.path, version: module.version, class: .main)
            }
            if let module = dependencies[String(prefix)] {
                return PackageModule(path: module.path, version: module.version, class: .dependency)
            }
            prefix = prefix[..<(prefix.lastIndex(of: "/") ?? prefix.startIndex)]
        }
        // Programs of the Go distribution have no module lines: `cmd/...` is their module and vendors third-party packages.
        if let mainPackage, mainPackage.hasPrefix("cmd/"), package.hasPrefix("cmd/") {
            return PackageModule(path: "cmd", version: nil, class: package.hasPrefix("cmd/vendor/") ? .dependency : .main)
        }
        if package == mainPackage || package == "main" || package == "command-line-arguments" {
            return PackageModule(path: mainModule?.path, version: mainModule?.version, class: .main)
        }
        let first = package.prefix { $0 != "/" }
        if !first.contains(".") { return PackageModule(path: "std", version: nil, class: .std) }
        return PackageModule(path: nil, version: nil, class: .dependency)
    }
}
