/// For each main package the name of its folder in `dist`.
///
/// Mains that share a last element get folders of as many elements as tell them apart: `a-app` and `b-app`.
func programFolders(of mains: [MainPackage]) -> [String] {
    let elements = mains.map { main in
        // Within the project, the folders tell them apart; `.` is called as its module is.
        let local = main.path.hasPrefix(".") ? "\(main.module)/\(main.path)" : main.path
        let isNamed = main.path.contains { $0 != "." && $0 != "/" }
        return programElements(of: main.withoutExtension(isNamed ? local : main.importPath))
    }
    var depths = elements.map { _ in 1 }
    while true {
        let folders = zip(elements, depths).map { $0.suffix($1).joined(separator: "-") }
        let grown = folders.indices.map { index in
            let isTaken = folders.indices.contains { $0 != index && folders[$0].lowercased() == folders[index].lowercased() }
            return isTaken ? min(depths[index] + 1, elements[index].count) : depths[index]
        }
        if grown == depths { return numbered(folders) }
        depths = grown
    }
}

/// The path's elements that may name the program; like go, without a major version at the end (`/v2`).
func programElements(of importPath: String) -> [String] {
    var elements = importPath.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
    if elements.count > 1, let last = elements.last, isMajorVersion(last) { elements.removeLast() }
    return elements.isEmpty ? ["main"] : elements
}

private func isMajorVersion(_ element: String) -> Bool {
    guard element.hasPrefix("v"), let version = Int(element.dropFirst()) else { return false }
    return version > 1 && element == "v\(version)"
}

/// Whole paths that are still alike, `./app` and `app`, are told apart by a number.
private func numbered(_ folders: [String]) -> [String] {
    folders.reduce(into: []) { names, folder in
        var name = folder
        var number = 2
        while names.contains(where: { $0.lowercased() == name.lowercased() }) {
            name = "\(folder)-\(number)"
            number += 1
        }
        names.append(name)
    }
}
