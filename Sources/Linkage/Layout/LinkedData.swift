internal import BinaryFormats

/// The data symbols of a program in the order in which the linker lays them out, with their contents and the packages
/// they belong to: what `PlacedData` looks for in a file.
///
/// Type descriptors, funcdata and tables of the linker are no part of it. (cmd/link/internal/ld/data.go `dodataSect`,
/// symtab.go `symtab`)
public struct LinkedData: Sendable {
    /// Symbols that lie one behind the other in the file, by size, then by number.
    enum Run: Int, CaseIterable, Sendable {
        case strings
        /// `runtime.gcbits.*`
        case bitmaps
        case readOnly
        case pointerFree
        case data
    }

    /// One symbol. Those of the FIPS module come behind the others of their run, between two marks of one byte.
    struct Entry: Sendable {
        enum Group: UInt8, Sendable {
            case ordinary, start, fips, end
        }

        var group = Group.ordinary
        var size: Int
        var alignment: Int
        /// Of the symbol, or above all symbols for those that the linker makes.
        var number: UInt32
        /// Index into `owners`.
        var owner: Int
        /// Index into `archives`; nil for contents that the linker makes.
        var archive: Int?
        /// Archive offsets; the rest up to `size` is zero.
        var contents = 0..<0
        /// Indexes into `holes`.
        var holes = 0..<0
        /// Whether the loader may write to it, for which some formats move it to another section.
        var isRelocated = false
        var isText = false
        /// Where the file itself says that it is.
        var address: Address?

        func precedes(_ other: Entry) -> Bool {
            (group.rawValue, size, number) < (other.group.rawValue, other.size, other.number)
        }
    }

    /// Bytes of a symbol that the linker fills in.
    struct Hole: Sendable {
        var offset: Int
        var size: Int
        /// The symbol whose address is written; 0 where it is something else.
        var target: UInt32
        var addend: Int64
    }

    let runs: [[Entry]]
    let holes: [Hole]
    /// Import paths of the packages that share a symbol; the first, empty, is for what the linker makes.
    public let owners: [[String]]
    let archives: [Archive]
    /// Variables whose text comes from the linker's `-X`, by symbol, with the entry of the variable's owner.
    let texts: [(variable: UInt32, owner: Int)]
    let machine: Machine
    let minor: Int

    /// Reads the archives as `LinkGraph` does. `variables` are the names, as symbols have them, of the string variables that
    /// the linker sets: those of `-X` and the runtime's own.
    ///
    /// Throws what `LinkGraph.init` does.
    public init(
        _ archives: [Archive], release: Release? = nil, _ options: LinkGraph.Options, variables: [String]
    ) throws(LinkageError) {
        let (graph, resolution) = try LinkGraph.load(archives, release: release, options)
        let replay = Replay(graph, try CutMasks([Question()], graph)).result
        var builder = LinkedDataBuilder(graph, resolution, reached: replay.reached.map { $0 != 0 })
        try builder.build(variables)
        runs = builder.runs.map { $0.sorted { $0.precedes($1) } }
        holes = builder.holes
        owners = builder.owners.sets
        texts = builder.texts
        self.archives = resolution.archives
        machine = graph.machine
        minor = graph.minor
    }

    /// The symbol of a package's variable.
    public static func symbolName(package: String, variable: String) -> String { "\(escape(package)).\(variable)" }
}
