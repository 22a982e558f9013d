/// The bytes of a linked, stripped file by what the linker lays out together, without the padding between.
struct FileParts: Sendable, Hashable {
    enum Part: Int, CaseIterable, Sendable {
        case text
        case readOnlyData
        case types
        /// `.typelink` and `.itablink`, up to Go 1.26.
        case typeLinks
        /// Rows, `_func`, inline trees and pc tables.
        case functionTable
        case functionNames
        case fileNames
        /// `cutab`: files by compile unit.
        case unitFiles
        /// `go:func.*`.
        case functionData
        case data
        /// Unwind codes of Windows, and the functions that have some.
        case unwind
        case unwoundFunctions
        /// Pointers, not bytes.
        case pointers
        /// Functions of the system's libraries, not bytes; Mach-O.
        case imports
        /// What `-s -w` leaves out: debug data before it is compressed, and the symbol table with its names.
        case debug
        case symbols
    }

    private var sizes = [Int](repeating: 0, count: Part.allCases.count)

    subscript(part: Part) -> Int {
        get { sizes[part.rawValue] }
        set { sizes[part.rawValue] = newValue }
    }

    static func - (left: FileParts, right: FileParts) -> FileParts {
        var result = left
        for part in Part.allCases { result[part] -= right[part] }
        return result
    }
}
