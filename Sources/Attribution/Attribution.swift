public import BinaryFormats
public import GoMetadata

extension SizeProfile {
    /// Assigns every byte of an image to its owner. The passes run from the most exact evidence to the least, and the first claim
    /// on a byte wins, so this list explains every number in a report.
    ///
    /// A structure that cannot be read leaves a warning and its bytes unexplained. Throws `AccountingError` if the owners do not
    /// sum to the size of the file, which would be a defect of Pare.
    public init(
        _ image: Image, _ program: GoProgram, _ bytes: RawSpan, _ options: AttributionOptions = AttributionOptions()
    ) throws(AccountingError) {
        let subject = Subject(image, program, image.reader(bytes), options)
        var warnings = image.warnings + program.warnings
        var map = RangeMap(image, &warnings)
        var owners = OwnerTable(mainPackage: program.buildInfo?.mainPackage)
        var sources = SourceFiles(subject)
        let types = TypeOwners(subject, &owners)
        let functions = FunctionOwners(subject, types, &owners)
        let gccgo = GccgoOwners(subject, &owners)
        let native = NativeOwners(subject, &owners)
        let embedded = embeddedTableOwners(subject, functions, &owners)
        let independent = IndependentClaims(subject, types, functions, &owners)

        map.run("functions", functionClaims(subject, functions))
        map.run("function table", independent.functionTable)
        map.run("gccgo", gccgoClaims(subject, gccgo, &owners))
        if subject.isNative {
            map.run("native symbols", nativeSymbolClaims(subject, native))
            map.run("code between native symbols", nativeCodeClaims(subject, native, map, &owners))
        }
        map.run("C functions", cFunctionClaims(subject, &owners))
        map.run("C functions by unwind tables", cUnwoundClaims(subject, &owners))
        map.run("types", independent.types)
        map.run("module data", moduleDataClaims(subject, &owners))
        let isStripped = !subject.image.symbols.hasDefinitions
        map.run(
            "tables of embedded files", isInferring: isStripped && subject.options.linked == nil,
            embeddedTableClaims(subject, embedded))
        map.run("embedded files by archives", linkedFileClaims(subject, &owners))
        map.run("objects by archives", linkedObjectClaims(subject, &owners))
        map.run("symbols", symbolClaims(subject, &owners))
        let data = independent.references.map { DataOwners(subject, $0, functions, map, &owners) }
        map.run("embedded files", isInferring: isStripped, embeddedFileClaims(subject, embedded, data, &owners))
        map.run("string variables", stringVariableClaims(subject, data, &owners))
        map.run("closures", independent.closures)
        map.run("references", isInferring: true, referenceClaims(subject, data))
        map.run("references of C and gccgo", isInferring: true, foreignReferenceClaims(subject, map, &owners))
        map.run("gccgo symbols", gccgoSymbolClaims(subject, gccgo))
        map.run("symbol tables", symbolTableClaims(subject, native, &owners))
        map.run("symbol tables by address", addressedSymbolClaims(subject, map))
        map.run("debug data", debugClaims(subject, functions, native, &owners, &sources, &warnings))
        map.run("objects of C by symbols", cObjectSymbolClaims(subject, map, &owners))
        map.run("rest of objects of C", cObjectRestClaims(subject, map, &owners))
        map.run("build info", buildInfoClaims(subject))
        map.run("headers and linker tables", structureClaims(subject, map))
        map.run("C start files", cStartClaims(subject, map))
        // Tables whose entries describe bytes that have owners at this point.
        map.run("unwind tables", unwindClaims(subject, map, &owners))
        map.run("relocations", relocationClaims(subject, map, &owners))
        map.run("code signature", codeSignatureClaims(subject, map, &warnings))
        map.pack(image)
        // Beyond this point no byte gets a package.
        map.run("rest of unwind tables", unwindRemainderClaims(subject, map))
        map.run("packed by upx", packedClaims(subject, map, &warnings))
        map.run("padding", paddingClaims(subject, map))
        map.run("unexplained", remainderClaims(map))

        try self.init(subject, map, owners, embedded, sources, warnings)
    }
}

/// Options of an attribution.
public struct AttributionOptions: Sendable {
    /// The package charged for instances of generic functions.
    public enum Generics: String, Sendable, CaseIterable {
        /// The package that declares the function.
        case defining
        /// The package of the first type argument that has one, in most cases the package that instantiates the function.
        case instantiating
    }

    /// Whether claims keep their function or symbol, for breakdowns below packages and for explanations.
    public var details: Bool
    public var generics: Generics
    /// Data with known owners; nil for a file whose archives are not available.
    public var linked: LinkedObjects?

    public init(details: Bool = false, generics: Generics = .defining, linked: LinkedObjects? = nil) {
        self.details = details
        self.generics = generics
        self.linked = linked
    }
}

/// The file under attribution: the input of all passes.
struct Subject: ~Escapable {
    let image: Image
    let program: GoProgram
    let reader: ByteReader
    let options: AttributionOptions

    /// `reader` is the reader of the image.
    @_lifetime(copy reader)
    init(_ image: Image, _ program: GoProgram, _ reader: ByteReader, _ options: AttributionOptions) {
        self.options = options
        self.image = image
        self.program = program
        self.reader = reader
    }

    /// The item of a claim if the options ask for details; otherwise none, so that adjacent claims of one owner merge.
    func item(_ item: Claim.Item) -> Claim.Item { options.details ? item : .none }

    /// File offsets of the package part of a symbol's name, with generic instances charged according to the options.
    func package(in name: Range<Int>) -> Range<Int>? {
        if options.generics == .instantiating, let package = SymbolName.instantiatingPackage(in: name, reader) { return package }
        return SymbolName.package(in: name, reader)
    }
}

/// The claims and the evidence that depend on no other claims, computed on two cores: most of the work on a stripped file.
struct IndependentClaims {
    let functionTable: [Claim]
    let types: [Claim]
    let closures: [Claim]
    let references: DataReferences?

    init(
        _ subject: borrowing Subject, _ types: TypeOwners, _ functions: FunctionOwners, _ owners: inout OwnerTable
    ) {
        let (image, program, options, order) = (subject.image, subject.program, subject.options, subject.reader.order)
        let known = owners
        let (table, data) = onTwoCores(subject.reader.bytes) { bytes in
            let subject = Subject(image, program, ByteReader(bytes, order: order), options)
            var owners = known
            let claims = (table: functionTableClaims(subject, functions, &owners), types: typeClaims(subject, types, &owners))
            return (claims: claims, owners: owners)
        } _: { bytes in
            let subject = Subject(image, program, ByteReader(bytes, order: order), options)
            var owners = known
            let references = DataReferences(subject, functions, &owners)
            return (references: references, closures: closureClaims(subject, references, functions), owners: owners)
        }
        owners = table.owners
        let renamed = owners.absorb(data.owners)
        functionTable = table.claims.table
        self.types = table.claims.types
        closures = data.closures
        references = data.references.map { $0.withUsers(renamed) }
    }
}
