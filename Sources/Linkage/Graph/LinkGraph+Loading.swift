extension LinkGraph {
    /// How the program is linked, as far as it decides what is reachable.
    public struct Options: Sendable {
        /// Import path of the main package, whose symbols are called `main.`.
        public var mainPath: String
        /// The function at which the program starts, when it is not that of an executable the Go linker makes itself: `main`
        /// when a C linker does.
        public var entry: String?
        /// Whether the file may be loaded anywhere (`-buildmode=pie`), which an ELF file needs a table for. PE and Mach-O
        /// files always are.
        public var isPositionIndependent = false

        /// Bytes of the text that `go version -m` shows, which the file holds twice; nil for what is usual.
        public var buildInfoSize: Int?

        public init(mainPath: String) {
            self.mainPath = mainPath
        }
    }

    /// Reads the archives of a program and of all packages it needs, in any order; one of them is called `main`.
    /// `release` holds the constants of the toolchain that wrote them; without it those of a known release are used.
    ///
    /// Throws when an archive is damaged, missing, or written by a release that nothing is known of.
    public init(_ archives: [Archive], release: Release? = nil, _ options: Options) throws(LinkageError) {
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
        self = try builder.build(version: target.version)
    }
}

/// The order in which the linker loads: main, then what each archive needs, breadth first; the runtime at the end if
/// nobody named it. (cmd/link/internal/ld/lib.go `loadlib`)
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
                // `unsafe` and `C` have no archive, and the linker does not need all that objects name.
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
