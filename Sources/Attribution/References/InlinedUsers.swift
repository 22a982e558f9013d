internal import BinaryFormats
internal import GoMetadata

/// The packages whose source refers to something, where the compiler put their code into functions of other packages.
struct InlinedUsers {
    private let table: FunctionTable
    private let module: ModuleData
    private var function = -1
    private var code: FunctionTable.InlinedCode?
    /// By offset of the name of an inlined function.
    private var ownerOfName: [Int: Owner] = [:]

    init?(_ subject: borrowing Subject) {
        guard let table = subject.program.functions, let module = subject.program.moduleData else { return nil }
        self.table = table
        self.module = module
    }

    /// The package of the innermost inlined function that a reference is in; nil where it is in none. References come in the
    /// order of the code.
    mutating func owner(of reference: CodeReferences.Reference, _ subject: borrowing Subject, _ owners: inout OwnerTable)
        -> Owner?
    {
        if function != Int(reference.function) {
            function = Int(reference.function)
            code = table.inlining(in: table.functions[function], module, subject.image, subject.reader)
        }
        guard let name = code?.name(at: UInt64(reference.place), subject.reader) else { return nil }
        if let known = ownerOfName[name] { return known == .unexplained ? nil : known }
        let text = subject.reader.name(at: table.names.lowerBound + name, limit: table.names.upperBound)
        let owner = text.flatMap { subject.package(in: $0) }.map { owners.package($0, subject.reader) } ?? .unexplained
        ownerOfName[name] = owner
        return owner == .unexplained ? nil : owner
    }
}
