package import Planning
internal import Reports

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
