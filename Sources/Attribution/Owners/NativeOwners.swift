internal import BinaryFormats
internal import GoMetadata

/// The owners of symbols in a native (non-Go) program, by index: for Swift the module, for C++ the outermost scope, else C.
/// Compiler-generated symbols of one object file belong to the module of that object.
///
/// Cannot know: the library of a C function, and whether a C++ scope is a namespace or a class.
struct NativeOwners {
    /// Unexplained for imports and markers; empty for Go programs.
    private(set) var owners: [Owner] = []
    /// Addresses of functions with a size, ascending.
    private(set) var functions: [(addresses: Range<Address>, owner: Owner)] = []

    init(_ subject: borrowing Subject, _ owners: inout OwnerTable) {
        guard subject.isNative else { return }
        let image = subject.image
        let reader = subject.reader
        let modules = NativeOwners.modules(subject)
        var result = Array(repeating: Owner.unexplained, count: image.symbols.symbols.count)
        // Local symbols follow the file symbol of their object. After the last one, which is unnamed or that of crtend.o, the
        // linker lists the hidden symbols of all objects.
        var isOneObject = true
        var object: String?
        var waiting: [Int] = []
        let library = modules.isEmpty ? "C" : "Swift"
        for (index, symbol) in image.symbols.symbols.enumerated() {
            if symbol.kind == .marker {
                isOneObject = !symbol.name.isEmpty && !reader.equals(symbol.name, "crtstuff.c")
                NativeOwners.give(waiting, object ?? library, to: &result, &owners)
                (object, waiting) = (nil, [])
            }
            guard symbol.kind != .marker, symbol.kind != .undefined, symbol.section >= 0, !symbol.name.isEmpty else { continue }
            switch NativeName(image.symbols.name(of: symbol), reader, modules, subject.options.generics) {
            case .swift(let module):
                result[index] = owners.package(module)
                if isOneObject, object == nil, module != "Swift" { object = module }
            case .scope(let scope): result[index] = owners.package(scope + "::")
            case .object: waiting.append(index)
            case .c: result[index] = owners.c(image.symbols.name(of: symbol), reader)
            }
        }
        NativeOwners.give(waiting, object ?? library, to: &result, &owners)
        self.owners = result
        for (symbol, owner) in zip(image.symbols.symbols, result) where owner != .unexplained && symbol.kind == .function {
            guard let size = symbol.size, size > 0, symbol.address < symbol.address + size else { continue }
            functions.append((symbol.address..<symbol.address + size, owner))
        }
        functions.sort { $0.addresses.lowerBound < $1.addresses.lowerBound }
    }

    /// Assigns symbols of an object, whose names have no module, to the object's module.
    private static func give(_ symbols: [Int], _ module: String, to result: inout [Owner], _ owners: inout OwnerTable) {
        guard !symbols.isEmpty else { return }
        let owner = owners.package(module)
        for index in symbols { result[index] = owner }
    }

    /// The Swift modules of the program, by their descriptors, without the standard library.
    private static func modules(_ subject: borrowing Subject) -> Set<String> {
        var modules: Set<String> = []
        for symbol in subject.image.symbols.symbols where symbol.kind == .object && symbol.section >= 0 {
            guard modules.count < 1 << 12,
                let name = SwiftName.start(subject.image.symbols.name(of: symbol), subject.reader),
                let module = SwiftName.describedModule(name, subject.reader)
            else { continue }
            modules.insert(module)
        }
        return modules
    }

    /// The owner of the function at an address.
    func owner(at address: Address) -> Owner? {
        guard let function = functions.last(while: { $0.addresses.lowerBound <= address }), function.addresses.contains(address)
        else { return nil }
        return function.owner
    }
}

/// The owner of a native symbol, by its name.
private enum NativeName {
    case swift(String)
    case scope(String)
    /// A compiler-generated Swift symbol of one object, without a module in its name.
    case object
    case c

    init(_ name: Range<Int>, _ reader: ByteReader, _ modules: Set<String>, _ generics: AttributionOptions.Generics) {
        var name = name
        if reader.has("got.", at: name.lowerBound) { name = min(name.lowerBound + 4, name.upperBound)..<name.upperBound }
        if let mangled = SwiftName.start(name, reader) {
            let module = SwiftName.module(mangled, reader, modules, generics)
            self = module.map { .swift($0) } ?? .object
        } else if let mangled = NativeName.reference(name, reader) {
            var cursor = SwiftNameCursor(mangled, reader)
            self = cursor.laterModule(modules).map { .swift($0) } ?? .object
        } else if let scope = CxxName.scope(name, reader) {
            self = .scope(scope)
        } else if NativeName.hasPrefix(["swift_", "_swift_"], name, reader) {
            self = .scope("swift")
        } else if NativeName.hasPrefix(NativeName.helpers, name, reader) {
            self = .object
        } else {
            self = .c
        }
    }

    /// Prefixes of functions and tables that the compiler generates per object.
    private static let helpers: [StaticString] = [
        "__swift_", "l__swift5_", "l_type_metadata_table", "objectdestroy", "keypath_get", "keypath_set", "block_copy_helper",
        "block_destroy_helper", "get_enum_tag_for_layout_string",
    ]

    /// The mangled name in a compiler-generated reference to a type: `symbolic _____ 4Mine4TypeV`.
    private static func reference(_ name: Range<Int>, _ reader: ByteReader) -> Range<Int>? {
        for prefix in ["symbolic ", "associated conformance ", "get_type_metadata ", "get_underlying_type "] as [StaticString]
        where reader.has(prefix, at: name.lowerBound) && name.count > prefix.utf8CodeUnitCount {
            return name.lowerBound + prefix.utf8CodeUnitCount..<min(name.upperBound, name.lowerBound + 1024)
        }
        return nil
    }

    private static func hasPrefix(_ prefixes: [StaticString], _ name: Range<Int>, _ reader: ByteReader) -> Bool {
        prefixes.contains { $0.utf8CodeUnitCount <= name.count && reader.has($0, at: name.lowerBound) }
    }
}

extension Subject {
    /// Whether the file is a program or library without code of Go or gccgo.
    var isNative: Bool {
        guard !program.isGo, program.gccgo == nil, !image.isObject, image.wasm == nil else { return false }
        return !image.sections.contains { $0.name.hasSuffix("gopclntab") || $0.name.hasSuffix("go.buildinfo") }
    }
}
