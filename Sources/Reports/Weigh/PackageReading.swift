internal import JSON

/// Packages from JSON without a tree of values, as `Decodable` reads them. Nil for text with anything unusual: a number that is not
/// whole, a field twice or missing, a name of one with an escape.
extension WeighReport.Package {
    static func list(of text: Span<UInt8>) -> [Self]? {
        var cursor = JSONCursor(text)
        var packages: [Self] = []
        var modules = Recent()
        let isRead = cursor.list("[", "]") { cursor in
            guard let package = Self(&cursor, &modules) else { return false }
            packages.append(package)
            return true
        }
        return isRead && cursor.next == nil ? packages : nil
    }

    init?(_ cursor: inout JSONCursor) {
        var modules = Recent()
        self.init(&cursor, &modules)
    }

    private init?(_ cursor: inout JSONCursor, _ modules: inout Recent) {
        self.init(path: "", module: nil, version: nil, class: .std, size: 0, exclusive: 0, shared: 0, kinds: [:], sections: [:])
        var fields = Fields()
        let isRead = cursor.list("{", "}") { cursor in
            guard let name = cursor.name() else { return false }
            switch name {
            case "path": return fields.isFirst(0) && cursor.string(into: &path)
            case "class":
                guard fields.isFirst(1), let part = cursor.string().flatMap({ WeighReport.PackageClass(rawValue: $0) }) else {
                    return false
                }
                `class` = part
                return true
            case "size": return fields.isFirst(2) && cursor.integer(into: &size)
            case "exclusive": return fields.isFirst(3) && cursor.integer(into: &exclusive)
            case "shared": return fields.isFirst(4) && cursor.integer(into: &shared)
            case "kinds": return fields.isFirst(5) && cursor.sizes(into: &kinds)
            case "sections": return fields.isFirst(6) && cursor.sizes(into: &sections)
            case "module":
                module = modules.string(&cursor)
                return fields.isFirst(7) && module != nil
            case "version":
                version = cursor.string()
                return fields.isFirst(8) && version != nil
            case "inferred":
                inferred = cursor.integer()
                return fields.isFirst(9) && inferred != nil
            case "profile":
                var values: [String: Int] = [:]
                guard fields.isFirst(10), cursor.sizes(into: &values) else { return false }
                profile = values
                return true
            case "largest":
                var items: [WeighReport.Item] = []
                largest = cursor.list("[", "]", { WeighReport.Item(&$0).map { items.append($0) } != nil }) ? items : nil
                return fields.isFirst(11) && largest != nil
            default: return false
            }
        }
        guard isRead, fields.has(0..<7) else { return nil }
    }
}

extension WeighReport.Item {
    fileprivate init?(_ cursor: inout JSONCursor) {
        self.init(name: "", kinds: [:])
        var fields = Fields()
        let isRead = cursor.list("{", "}") { cursor in
            guard let name = cursor.name() else { return false }
            switch name {
            case "name": return fields.isFirst(0) && cursor.string(into: &self.name)
            case "kinds": return fields.isFirst(1) && cursor.sizes(into: &kinds)
            case "file":
                file = cursor.string()
                return fields.isFirst(2) && file != nil
            case "profile":
                var values: [String: Int] = [:]
                guard fields.isFirst(3), cursor.sizes(into: &values) else { return false }
                profile = values
                return true
            default: return false
            }
        }
        guard isRead, fields.has(0..<2) else { return nil }
    }
}

/// The fields of an object that were read.
struct Fields {
    private var read = 0

    /// False for a field that is there twice.
    mutating func isFirst(_ number: Int) -> Bool {
        defer { read |= 1 << number }
        return read & 1 << number == 0
    }

    func has(_ numbers: Range<Int>) -> Bool { numbers.allSatisfy { read & 1 << $0 != 0 } }
}

/// The last string, which the next is often equal to: it is copied once.
private struct Recent {
    private var range = 0..<0
    private var string = ""

    mutating func string(_ cursor: inout JSONCursor) -> String? {
        guard let (range, isPlain) = cursor.quoted() else { return nil }
        guard isPlain else { return cursor.unescaped(range) }
        if !cursor.isSame(range, self.range) { string = cursor.text(range) }
        self.range = range
        return string
    }
}

extension JSONCursor {
    fileprivate mutating func string(into string: inout String) -> Bool {
        guard let value = self.string() else { return false }
        string = value
        return true
    }

    mutating func integer(into number: inout Int) -> Bool {
        guard let value = integer() else { return false }
        number = value
        return true
    }

    fileprivate mutating func sizes(into sizes: inout [String: Int]) -> Bool {
        sizes.reserveCapacity(6)
        return list("{", "}") { cursor in
            guard let name = cursor.name(), let size = cursor.integer() else { return false }
            return sizes.updateValue(size, forKey: name) == nil
        }
    }
}
