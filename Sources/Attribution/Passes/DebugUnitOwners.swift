internal import BinaryFormats
internal import GoMetadata

/// Who each unit belongs to, by index. A unit of Go's compiler is named after its package. One of gccgo is named after a
/// file. A C unit belongs to the package whose source folder it was compiled in; what cgo itself wrote was compiled in a
/// work folder and belongs to the package that the other units of the same package belong to.
func unitOwners(
    _ units: [DebugUnit], _ texts: DebugTexts, _ subject: borrowing Subject, _ functions: FunctionOwners,
    _ owners: inout OwnerTable
) -> [Owner] {
    if let gccgo = subject.program.gccgo {
        let packages = gccgo.exports.map(\.package)
        return zip(units, texts.names).map { unit, name in
            owners.package(gccgoPackage(unit, name, packages))
        }
    }
    var result = zip(units, texts.names).map { unit, name in
        unit.isGo && !name.isEmpty ? owners.package(name) : Owner.unexplained
    }
    guard units.contains(where: { !$0.isGo }) else { return result }
    let sources = SourcePackages(subject, functions, owners)
    let foreign = owners.package("C")
    // Units of one package follow each other, `_cgo_export.c` first.
    var package: Owner?
    var waiting: [Int] = []
    for (index, unit) in units.enumerated() where !unit.isGo {
        let name = texts.names[index]
        result[index] = foreign
        if name == "_cgo_export.c" {
            package = nil
            waiting = []
        }
        let isGenerated = name == "_cgo_export.c" || name.hasSuffix(".cgo2.c")
        if let found = sources.package(name: name, folder: texts.folders[index], &owners) {
            result[index] = found
            for earlier in waiting { result[earlier] = found }
            waiting = []
            package = found
        } else if isGenerated, let package {
            result[index] = package
        } else if isGenerated {
            waiting.append(index)
        }
    }
    return result
}

/// The package of a unit that gccgo compiled, or of C code linked with it: the folder below `libgo/go`; elsewhere the package
/// whose path ends most like the folder.
private func gccgoPackage(_ unit: DebugUnit, _ file: String, _ packages: [String]) -> String {
    let parts = file.split(separator: "/").suffix(64)
    if let root = parts.indices.last(where: { $0 > parts.startIndex && parts[$0 - 1] == "libgo" }) {
        if parts[root] == "runtime" { return "runtime" }
        if parts[root] == "go" { return parts[(root + 1)...].dropLast().joined(separator: "/") }
    }
    guard unit.isGo else { return "C" }
    // Code of any package, by link-time optimisation.
    if file == "<artificial>" { return "gccgo" }
    var best = (length: 0, path: "main")
    for path in packages {
        let length = zip(path.split(separator: "/").reversed(), parts.dropLast().reversed()).prefix { $0 == $1 }.count
        if length > best.length { best = (length, path) }
    }
    return best.path
}

/// Which package a source folder or file belongs to, by the function table.
private struct SourcePackages {
    /// Import paths by folder: those of packages, and those above them as far up as folder and path agree.
    private var paths: [String: String] = [:]
    /// Go files of packages that use cgo, by base name.
    private var cgoFiles: [String: Owner] = [:]

    init(_ subject: borrowing Subject, _ functions: FunctionOwners, _ owners: OwnerTable) {
        guard let table = subject.program.functions else { return }
        var seen: Set<UInt64> = []
        var files: [(name: String, owner: Owner)] = []
        var cgoPackages: Set<Owner> = []
        for (function, owner) in zip(table.functions, functions.owners) {
            guard case .package(let package) = owner.meaning, let file = table.file(of: function, subject.reader),
                seen.insert(UInt64(clamping: file.lowerBound) << 32 | UInt64(owner.code)).inserted
            else { continue }
            let (folder, name) = split(subject.reader.string(file))
            if name == "_cgo_gotypes.go" { cgoPackages.insert(owner) }
            files.append((name, owner))
            add(folder, owners.packages[package])
        }
        for file in files where cgoPackages.contains(file.owner) { cgoFiles[file.name] = file.owner }
    }

    private mutating func add(_ folder: String, _ path: String) {
        var (folder, path) = (folder, path)
        while !folder.isEmpty, !path.isEmpty, paths[folder] == nil {
            paths[folder] = path
            let (folderAbove, folderName) = split(folder)
            let (pathAbove, pathName) = split(path)
            guard folderName == pathName else { return }
            (folder, path) = (folderAbove, pathAbove)
        }
    }

    /// Go gives the folder of a package to the C compiler as `/_/GOROOT/src/PATH`, as `/_/PATH@VERSION` with -trimpath,
    /// else as it is.
    func package(name: String, folder: String, _ owners: inout OwnerTable) -> Owner? {
        if folder.hasPrefix("/_/") {
            let root = "/_/GOROOT/src/"
            let path = folder.dropFirst(folder.hasPrefix(root) ? root.count : 3)
            let parts = path.split(separator: "/").map { $0.prefix { $0 != "@" } }
            return parts.isEmpty ? nil : owners.package(parts.joined(separator: "/"))
        }
        var above = folder
        var below = ""
        for _ in 0..<32 where !above.isEmpty {
            if let path = paths[above], let owner = owners.knows(path + below) { return owner }
            let (next, name) = split(above)
            (above, below) = (next, "/" + name + below)
        }
        return name.hasSuffix(".cgo2.c") ? cgoFiles[name.dropLast("cgo2.c".count) + "go"] : nil
    }
}

/// What stands before and behind the last slash.
private func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    return (String(path[..<slash]), String(path[path.index(after: slash)...]))
}
