/// The owner of a byte, as a small number that an `OwnerTable` resolves.
public struct Owner: Hashable, Sendable {
    enum Meaning {
        case unexplained
        case overhead(OverheadKind)
        case package(Int)
        /// Index of a set of packages that share a byte.
        case shared(Int)
    }

    let code: UInt32

    static let unexplained = Owner(code: 0)

    private static let firstPackage: UInt32 = 16
    private static let firstSet: UInt32 = 1 << 31

    static func overhead(_ kind: OverheadKind) -> Owner { Owner(code: 1 + UInt32(kind.rawValue)) }
    static func package(_ index: Int) -> Owner { Owner(code: firstPackage + UInt32(index)) }
    static func shared(_ index: Int) -> Owner { Owner(code: firstSet + UInt32(index)) }

    var meaning: Meaning {
        if code >= Owner.firstSet { return .shared(Int(code - Owner.firstSet)) }
        if code >= Owner.firstPackage { return .package(Int(code - Owner.firstPackage)) }
        if code > 0, let kind = OverheadKind(rawValue: UInt8(code - 1)) { return .overhead(kind) }
        return .unexplained
    }
}

/// Kinds of bytes that belong to no package.
public enum OverheadKind: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    case fileHeader
    case padding
    case buildID
    case codeSignature
    case cRuntime
    case linker
    /// A program packed by upx, with its unpacker: owners are not visible.
    case packed

    public var description: String {
        switch self {
        case .fileHeader: "file header"
        case .padding: "padding"
        case .buildID: "build id"
        case .codeSignature: "code signature"
        case .cRuntime: "C runtime"
        case .linker: "linker"
        case .packed: "packed by upx"
        }
    }
}

/// The purpose of a byte.
public enum ByteKind: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    case code
    case pclntab
    /// Declarations of a package for the compiler of other packages (gccgo).
    case export
    /// Maps program counters to functions: very small, except in WebAssembly with 320 bytes of memory per function.
    case findfunctab
    case types
    case strings
    case data
    /// Files of `//go:embed`.
    case embedded
    case symbols
    case debug
    case relocations
    case unwind
    /// Bytes without a package: headers, padding, tables of the linker.
    case other

    public var description: String {
        switch self {
        case .code: "code"
        case .pclntab: "pclntab"
        case .findfunctab: "findfunctab"
        case .types: "types"
        case .strings: "strings"
        case .data: "data"
        case .embedded: "embedded"
        case .export: "export data"
        case .symbols: "symbols"
        case .debug: "debug"
        case .relocations: "relocations"
        case .unwind: "unwind"
        case .other: "other"
        }
    }
}
