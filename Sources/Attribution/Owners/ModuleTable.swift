internal import GoMetadata

/// The module a package comes from, as far as the build info tells.
public struct PackageModule: Sendable, Hashable {
    public enum Class: String, Sendable {
        case main
        case std
        case dependency
        case c
        /// A module of Swift.
        case swift
        /// The outermost scope of C++.
        case cxx
    }

    /// Module path; `std` for the standard library; nil where nothing tells.
    public var path: String?
    public var version: String?
    public var `class`: Class
}

/// Packages to modules: the longest module path that begins the package path.
struct ModuleTable {
    private let mainPackage: String?
    private let mainModule: BuildInfo.Module?
    private let dependencies: [String: BuildInfo.Module]
    private let isNative: Bool

    /// `isNative` says that packages are modules of Swift and scopes of C++, which end in `::`.
    init(_ info: BuildInfo?, isNative: Bool = false) {
        self.isNative = isNative
        mainPackage = info?.mainPackage
        mainModule = info?.mainModule
        dependencies = Dictionary((info?.dependencies ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func module(of package: String) -> PackageModule {
        if package == "C" { return PackageModule(path: nil, version: nil, class: .c) }
        if isNative { return PackageModule(path: nil, version: nil, class: package.hasSuffix("::") ? .cxx : .swift) }
        // Code of gccgo that no name tells the package of.
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
        // Programs of the Go distribution have no module lines: `cmd/...` is their module, with third parties vendored in it.
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
