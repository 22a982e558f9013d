package import Planning
package import Reports

/// Proof by the binary alone that a package without any bytes is absent.
///
/// A package of which only data, constants and inlined functions are left has no name in a stripped file. Symbols name all but
/// constants; the build info names every module that has a package in the program, but no package.
extension WeighReport {
    /// No package that `glob` matches is in the program.
    package func provesAbsence(of glob: Glob) -> Bool {
        guard go != nil, !packages.isEmpty else { return false }
        if !stripped { return true }
        guard let modules else { return false }
        let prefix = String(glob.pattern.prefix { $0 != "*" && $0 != "?" })
        // Paths of the standard library have no dot in their first element, and no module in the build info.
        guard let slash = prefix.firstIndex(of: "/") ?? (prefix == glob.pattern ? prefix.endIndex : nil),
            prefix[..<slash].contains(".")
        else { return false }
        let isWhole = prefix == glob.pattern
        return !modules.contains { module in
            module == prefix || prefix.hasPrefix(module + "/") || !isWhole && module.hasPrefix(prefix)
        }
    }

    /// All packages are one: packed, or a file that tells no package.
    package var tellsNoPackage: Bool { packages.allSatisfy { $0.class == .c } }
}

/// `; the nearest is NAME` for a pattern that matches none of the names: the one with the fewest edits, else the one that begins
/// alike for longest; all of them when there are few. Empty when nothing comes near.
package func nearest(to glob: Glob, among names: Set<String>) -> String {
    let names = names.sorted()
    let literal = glob.pattern.split(separator: "*").joined()
    let alike = names.map { name in (name: name, count: zip(literal, name).prefix { $0 == $1 }.count) }
        .filter { $0.count > 1 }.max { $0.count < $1.count }?.name
    let found = nearestName(to: glob.pattern, among: names) ?? nearestName(to: literal, among: names) ?? alike
    if let found { return "; the nearest is \(found.visible)" }
    return (1...3).contains(names.count) ? "; there is only \(names.map(\.visible).joined(separator: ", "))" : ""
}
