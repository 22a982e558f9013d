/// Names that a stub must declare: exported ones, those that other packages or assembly may use, and what the signatures, types
/// and constants of those name. Words are not resolved: a field named like a type needs that type.
struct NeededNames {
    private(set) var names: Set<String> = []

    /// Words of source text that the stub has if one of its names is needed.
    private struct Item {
        var names: [String]
        var words: Set<String>
    }

    init(_ files: [StubFile], _ context: PackageStub.Context, keepsAll: Bool) {
        var items: [Item] = []
        for file in files {
            names.formUnion(file.linked)
            for declaration in file.outline.declarations {
                switch declaration.keyword {
                case "func":
                    let head = declaration.range.lowerBound..<(declaration.body ?? declaration.range).lowerBound
                    items.append(
                        Item(
                            names: [declaration.receiver ?? declaration.name ?? "_"],
                            words: file.words(in: declaration.body == nil ? declaration.range : head)))
                case "const": names.formUnion(file.words(in: declaration.range))
                case "var":
                    for spec in ValueSpecs(file.bytes, declaration.range, line: declaration.line).specs {
                        items.append(Item(names: spec.names, words: Self.words(spec, file, context)))
                    }
                default:
                    for spec in ValueSpecs(file.bytes, declaration.range, line: declaration.line).specs {
                        items.append(Item(names: spec.names, words: file.words(in: spec.range)))
                    }
                }
            }
        }
        for item in items { names.formUnion(item.names.filter { keepsAll || Self.isRoot($0) }) }
        var count = -1
        while count != names.count {
            count = names.count
            for item in items where !names.isDisjoint(with: item.names) { names.formUnion(item.words) }
        }
    }

    private static func isRoot(_ name: String) -> Bool { name.first?.isUppercase == true || name == "init" || name == "main" }

    /// Words of a variable's type, or of its value if that has to stay, as the type is not known.
    private static func words(_ spec: ValueSpecs.Spec, _ file: StubFile, _ context: PackageStub.Context) -> Set<String> {
        if let type = spec.type { return file.words(in: type) }
        var words: Set<String> = []
        for name in spec.names where name != "_" {
            guard let type = context.type(name), TypeSpelling.text(type, own: context.path, alias: { _ in "x" }) != nil else {
                return spec.values.map(file.words(in:)) ?? []
            }
            words.formUnion(type.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
        }
        return words
    }
}
