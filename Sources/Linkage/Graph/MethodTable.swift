/// The methods of all types: a method is kept only if its type is converted to an interface and a matching call is reachable.
struct MethodTable: Sendable {
    /// Number of the pair of name and function type.
    private(set) var signature: [UInt32] = []
    private(set) var name: [UInt32] = []
    private(set) var isExported: [Bool] = []
    /// Three edges each: function type, function through interfaces, function through reflection.
    private(set) var edges: [Edge] = []
    private(set) var owner: [UInt32] = []

    private(set) var signatureCount = 0
    private(set) var nameCount = 0
    private var signatures: [UInt64: UInt32] = [:]
    private var names: [[UInt8]: UInt32] = [:]
    private var nameIsExported: [Bool] = []

    var count: Int { owner.count }

    init() {}

    /// Restores stored rows, with three edges each.
    init(
        signature: [UInt32], name: [UInt32], isExported: [Bool], edges: [Edge], owner: [UInt32], signatureCount: Int,
        nameCount: Int
    ) {
        self.signature = signature
        self.name = name
        self.isExported = isExported
        self.edges = edges
        self.owner = owner
        self.signatureCount = signatureCount
        self.nameCount = nameCount
    }

    mutating func append(owner: UInt32, name: UInt32, type: UInt32, edges: [Edge]) {
        self.owner.append(owner)
        self.name.append(name)
        signature.append(number(ofSignature: name, type))
        isExported.append(nameIsExported[Int(name)])
        self.edges.append(contentsOf: edges)
    }

    mutating func number(ofSignature name: UInt32, _ type: UInt32) -> UInt32 {
        let key = UInt64(name) << 32 | UInt64(type)
        if let known = signatures[key] { return known }
        signatures[key] = UInt32(signatureCount)
        signatureCount += 1
        return UInt32(signatureCount - 1)
    }

    mutating func number(ofName name: [UInt8]) -> UInt32 {
        if let known = names[name] { return known }
        names[name] = UInt32(nameCount)
        nameIsExported.append(
            String(decoding: name, as: UTF8.self).unicodeScalars.first?.properties.generalCategory == .uppercaseLetter)
        nameCount += 1
        return UInt32(nameCount - 1)
    }

    /// Releases memory that is needed only while building.
    mutating func finish() {
        signatures = [:]
        names = [:]
        nameIsExported = []
    }
}
