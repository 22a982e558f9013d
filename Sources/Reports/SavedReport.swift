internal import JSON

/// A report read back from its JSON; accepted wherever a binary is.
public enum SavedReport: Sendable, Equatable {
    case weigh(WeighReport)
    case build(BuildReport)
    case measure(MeasureReport)

    /// Whether the file's first bytes can be JSON of ours rather than a binary: blanks, then `{`.
    public static func looksSaved(_ prefix: some Sequence<UInt8>) -> Bool {
        let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t")]
        return prefix.first { !blanks.contains($0) } == UInt8(ascii: "{")
    }

    /// Throws when the text is not JSON, has an unknown `schema`, lacks a field, or when its sums do not hold.
    /// - Parameter name: where the text came from, for the error.
    public init(json: String, name: String) throws(ReportError) {
        let document = try SavedDocument(json, name)
        let schema = try document.schema
        switch schema {
        case WeighReport.schema:
            let report = try document.decode(WeighReport.self)
            try report.checkSums(name)
            self = .weigh(report)
        case BuildReport.schema:
            let report = try document.decode(BuildReport.self)
            try report.checkSums(name)
            self = .build(report)
        case MeasureReport.schema:
            let report = try document.decode(MeasureReport.self)
            try report.check(name)
            self = .measure(report)
        default:
            throw ReportError("\(name): \(Self.complaint(about: schema))")
        }
    }

    private static func complaint(about schema: String) -> String {
        let known = [WeighReport.schema, BuildReport.schema, MeasureReport.schema]
        for ours in known {
            let parts = ours.split(separator: "/")
            let theirs = schema.split(separator: "/")
            if theirs.count == 2, theirs[0] == parts[0], let version = Int(theirs[1]), version > 1 {
                return "saved by a newer pare: its schema is \(schema), this pare reads \(ours); update pare"
            }
        }
        let others = known.dropLast().joined(separator: ", ")
        return "unknown schema `\(schema.visible)`; expected \(others) or \(MeasureReport.schema)"
    }
}

/// JSON of ours that a file has, whatever its schema. Errors are sentences that begin with the name of the file.
struct SavedDocument {
    private struct Header: Decodable {
        var schema: String
    }

    private let document: JSONDocument
    private let name: String

    /// Lists that are long.
    private static let kept: Set<String> = ["packages"]

    init(_ json: String, _ name: String) throws(ReportError) {
        try self.init(name) { () throws(JSONSyntaxError) in try JSONDocument(json, keepingLists: Self.kept) }
    }

    /// So of a file that stays open as long as the report is in use.
    init(of file: any JSONSource, _ name: String) throws(ReportError) {
        try self.init(name) { () throws(JSONSyntaxError) in try JSONDocument(of: file, keepingLists: Self.kept) }
    }

    private init(_ name: String, _ document: () throws(JSONSyntaxError) -> JSONDocument) throws(ReportError) {
        self.name = name
        do {
            self.document = try document()
        } catch {
            throw ReportError("\(name): not JSON: \(error.description.visible)")
        }
    }

    var schema: String { get throws(ReportError) { try decode(Header.self).schema } }

    func decode<T: Decodable>(_ type: T.Type) throws(ReportError) -> T {
        do {
            return try document.decode(type)
        } catch let error as DecodingError {
            throw ReportError("\(name): \(Self.describe(error))")
        } catch {
            throw ReportError("\(name): not a saved report: \(error)")
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            let field = path(context.codingPath + [key])
            return field == "schema"
                ? "no `schema`: not a report saved by pare"
                : "field `\(field)` is missing"
        case .typeMismatch(let type, let context):
            return "field `\(path(context.codingPath))` is of the wrong type, expected \(term(type))"
        case .valueNotFound(let type, let context):
            return "field `\(path(context.codingPath))` is null, expected \(term(type))"
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            return "a number in it is not whole or too large where a size is expected"
        case .dataCorrupted(let context):
            return "field `\(path(context.codingPath))`: \(context.debugDescription)"
        @unknown default:
            return "not a saved report: \(error)"
        }
    }

    private static func term(_ type: Any.Type) -> String {
        let name = "\(type)"
        if name == "Int" || name == "UInt64" || name == "Double" { return "a number" }
        if name == "String" { return "a string" }
        if name == "Bool" { return "true or false" }
        return name.hasPrefix("Array") ? "a list" : "an object"
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }.visible
    }
}

extension ReportError {
    /// Of a report of `pare measure` where sizes are asked for.
    public static func noSizes(_ name: String) -> ReportError {
        ReportError("\(name): a report of `pare measure`, which has no sizes; `pare report`, `pare diff` and `pare gate` take it")
    }
}

/// Why a report could not be read, broken down or written; the description is one sentence for the user.
public struct ReportError: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) {
        self.description = description
    }
}
