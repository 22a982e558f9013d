internal import BinaryFormats
internal import GoMetadata

/// The packages whose code refers to the positions of an arena.
///
/// A reference to a variable from inlined code counts for the package of the inlined code; a reference to a constant counts for
/// the function that contains it, for which the constant was generated. The dictionary that a call passes to a generic function
/// belongs to the package of that function.
struct CodeUsers {
    private(set) var uses: TableUsers
    /// Positions of dictionaries, ascending.
    private(set) var dictionaries: [Int] = []

    init(
        _ subject: borrowing Subject, _ table: FunctionTable, _ functions: FunctionOwners, _ arena: DataArena,
        _ mask: PointerMask?, _ owners: inout OwnerTable
    ) {
        uses = TableUsers(size: arena.size)
        guard let code = subject.program.codeReferences else { return }
        var inlined = InlinedUsers(subject)
        var generic = GenericCalls(subject, table, arena)
        var parts = VariableParts(mask, wordSize: subject.image.pointerSize)
        let variables = subject.program.moduleData?.variables ?? Address(0)..<Address(0)
        for reference in code.references {
            let target = code.target(of: reference)
            guard let position = arena.position(of: target) else { continue }
            var user = functions.owners[Int(reference.function)]
            if variables.contains(target) {
                parts.note(target, at: position, reference.function)
                // Inlined methods also refer to variables of their callers, but seldom through a word with a pointer.
                if mask?.mayHoldPointer(target) ?? false {
                    user = inlined?.owner(of: reference, subject, &owners) ?? user
                }
            } else if let called = generic.function(taking: position, reference, subject, arena) {
                user = functions.owners[called]
            }
            uses.note(position, user)
        }
        uses.sort()
        uses.remove(parts.inner.sorted())
        dictionaries = generic.dictionaries(arena, subject)
    }
}

/// Words that are parts of one variable: a function loads the words of an interface, a string or a slice in sequence.
private struct VariableParts {
    /// Positions of words other than the first.
    private(set) var inner: Set<Int> = []
    private let mask: PointerMask?
    private let wordSize: UInt64
    /// The last two references, the last one first.
    private var recent: (Reference, Reference)

    private struct Reference {
        var function: Int32 = -1
        var target = Address(0)
        var position = 0
    }

    init(_ mask: PointerMask?, wordSize: Int) {
        self.mask = mask
        self.wordSize = UInt64(wordSize)
        recent = (Reference(), Reference())
    }

    /// References come in the order of the code.
    mutating func note(_ target: Address, at position: Int, _ function: Int32) {
        guard let mask, mask.contains(target) else { return }
        let reference = Reference(function: function, target: target, position: position)
        join(reference, recent.0, mask)
        join(reference, recent.1, mask)
        recent = (reference, recent.0)
    }

    private mutating func join(_ one: Reference, _ other: Reference, _ mask: PointerMask) {
        guard one.function == other.function else { return }
        let (low, high) = (min(one.target, other.target), max(one.target, other.target))
        guard high - low == wordSize || high - low == 2 * wordSize else { return }
        // In a section for variables with pointers, a word without pointer and an adjacent word are parts of one variable.
        if !mask.mayHoldPointer(low) || !mask.mayHoldPointer(high) { inner.insert(max(one.position, other.position)) }
    }
}

/// Dictionaries of generic functions: read-only lists of pointers to types, functions and other dictionaries, which the code
/// passes to functions compiled for a shape. (cmd/compile/internal/noder/reader.go `readerDict`)
private struct GenericCalls {
    private let table: FunctionTable
    private let calls: CallDecoder?
    private let types: Range<Address>
    private let readOnly: [Range<Int>]
    /// Whether each function is compiled for a shape.
    private var isShaped: [Int: Bool] = [:]
    private var found: Set<Int> = []

    private static let mark = Array("[go.shape.".utf8)
    /// Upper bound on pointers of a dictionary.
    private static let limit = 32

    init(_ subject: borrowing Subject, _ table: FunctionTable, _ arena: DataArena) {
        self.table = table
        types = subject.program.moduleData?.types ?? Address(0)..<Address(0)
        calls = CallDecoder(table, subject.image)
        readOnly = arena.pieces.filter(\.isReadOnly).map { $0.base..<$0.base + $0.range.count }
    }

    /// The function compiled for a shape that the code calls next, if a dictionary may start at a position.
    mutating func function(
        taking position: Int, _ reference: CodeReferences.Reference, _ subject: borrowing Subject,
        _ arena: DataArena
    ) -> Int? {
        guard let calls, mayBeList(position, arena, subject), let called = calls.function(after: reference, subject.reader),
            isShaped(called, subject)
        else { return nil }
        found.insert(position)
        return called
    }

    /// Whether a list of pointers may begin at a position.
    private func mayBeList(_ position: Int, _ arena: DataArena, _ subject: borrowing Subject) -> Bool {
        guard !arena.strings.contains(position), readOnly.contains(where: { $0.contains(position) }),
            let word = subject.image.pointers.pointer(at: arena.fileOffset(position), subject.reader)
        else { return false }
        if types.contains(word) { return !isInterfaceTable(position, arena, subject) }
        guard let target = arena.position(of: word) else { return table.entryIndex(of: word) != nil }
        return !arena.strings.contains(target)
    }

    /// Whether an itab starts at a position: it has a hash of 32 bits after its two types. (internal/abi/iface.go `ITab`)
    private func isInterfaceTable(_ position: Int, _ arena: DataArena, _ subject: borrowing Subject) -> Bool {
        let (offset, size) = (arena.fileOffset(position), subject.image.pointerSize)
        guard let type = subject.image.pointers.pointer(at: offset + size, subject.reader), types.contains(type),
            let hash = subject.reader.word(at: offset + 2 * size, size: size), hash != 0, hash >> 32 == 0
        else { return false }
        return !types.contains(Address(hash)) && arena.position(of: Address(hash)) == nil
    }

    private mutating func isShaped(_ function: Int, _ subject: borrowing Subject) -> Bool {
        if let known = isShaped[function] { return known }
        let name = table.name(of: table.functions[function], subject.reader) ?? 0..<0
        let result = !subject.reader.occurrences(of: GenericCalls.mark, in: name, limit: 1).isEmpty
        isShaped[function] = result
        return result
    }

    /// The dictionaries found, and those that they refer to.
    mutating func dictionaries(_ arena: DataArena, _ subject: borrowing Subject) -> [Int] {
        var open = Array(found)
        while let dictionary = open.popLast() {
            var offset = arena.fileOffset(dictionary)
            let end = offset + GenericCalls.limit * subject.image.pointerSize
            while offset < end, let word = subject.image.pointers.pointer(at: offset, subject.reader) {
                if let target = arena.position(of: word) {
                    if mayBeList(target, arena, subject), found.insert(target).inserted { open.append(target) }
                } else if !types.contains(word), table.entryIndex(of: word) == nil {
                    break
                }
                offset += subject.image.pointerSize
            }
        }
        return found.sorted()
    }
}

/// The packages of inlined code that contains references.
struct InlinedUsers {
    private let table: FunctionTable
    private let module: ModuleData
    private var function = -1
    private var code: FunctionTable.InlinedCode?
    /// Owner by name offset of an inlined function.
    private var ownerOfName: [Int: Owner] = [:]

    init?(_ subject: borrowing Subject) {
        guard let table = subject.program.functions, let module = subject.program.moduleData else { return nil }
        self.table = table
        self.module = module
    }

    /// The package of the innermost inlined function that contains a reference; nil if there is none. References come in the
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
