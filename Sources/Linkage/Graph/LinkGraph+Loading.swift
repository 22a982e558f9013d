extension LinkGraph {
    /// Link options that affect reachability.
    public struct Options: Sendable {
        /// Import path of the main package, whose symbols start with `main.`.
        public var mainPath: String
        /// The entry function, if it differs from that of an executable written by the Go linker: `main` with an external C
        /// linker.
        public var entry: String?
        /// Whether the file is position independent (`-buildmode=pie`), which needs a table in ELF files. PE and Mach-O files
        /// always are.
        public var isPositionIndependent = false

        /// Bytes of the text that `go version -m` prints, which the file contains twice; nil for a typical size.
        public var buildInfoSize: Int?

        public init(mainPath: String) {
            self.mainPath = mainPath
        }
    }

    /// Reads the archives of a program and of all packages it needs, in any order; one of them is named `main`. `release` has the
    /// constants of the toolchain that wrote them; by default those of a known release are used.
    ///
    /// Throws when an archive is malformed, missing, or written by an unknown release.
    public init(_ archives: [Archive], release: Release? = nil, _ options: Options) throws(LinkageError) {
        self = try LinkGraph.load(archives, release: release, options).graph
    }

    /// The graph, and the definitions it was built from.
    static func load(
        _ archives: [Archive], release: Release?, _ options: Options
    ) throws(LinkageError) -> (graph: LinkGraph, resolution: Resolution) {
        let archives = try inLinkOrder(archives)
        guard let target = archives.lazy.flatMap(\.objects).first?.target else { throw .missingEntry("main") }
        for archive in archives {
            for object in archive.objects where object.target != target {
                throw .mixedTargets(package: archive.package, found: object.target.description, expected: target.description)
            }
        }
        guard let minor = Release.minor(of: target.version), let release = release ?? Release.known(minor: minor) else {
            throw .unknownRelease(target.version)
        }
        let machine = Machine(target, minor: minor)
        let resolution = try Resolution(archives, release)
        var builder = GraphBuilder(resolution, machine, mainPath: options.mainPath, options)
        return (try builder.build(version: target.version), resolution)
    }
}

/// The load order of the linker: main, then the needs of each archive, breadth first; the runtime last if no archive needs it.
/// (cmd/link/internal/ld/lib.go `loadlib`)
private func inLinkOrder(_ archives: [Archive]) throws(LinkageError) -> [Archive] {
    var byPackage: [String: Int] = [:]
    for (index, archive) in archives.enumerated() where byPackage[archive.package] == nil { byPackage[archive.package] = index }
    guard let main = byPackage["main"] else { throw .missingPackage("main", neededBy: "every program") }
    var order = [main]
    var seen: Set<String> = ["main"]
    func follow(from first: Int) throws(LinkageError) {
        var next = first
        while next < order.count {
            let archive = archives[order[next]]
            for package in archive.imports where seen.insert(package).inserted {
                // `unsafe` and `C` have no archive, and the linker does not need all packages in objects.
                if let index = byPackage[package] { order.append(index) }
            }
            next += 1
        }
    }
    try follow(from: 0)
    if seen.insert("runtime").inserted, let runtime = byPackage["runtime"] {
        order.append(runtime)
        try follow(from: order.count - 1)
    }
    return order.map { archives[$0] }
}
