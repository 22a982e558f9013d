internal import Glibc
internal import Host
internal import SystemPackage

/// The files that decide what go says of a program's packages, with their stamps: go.mod and its like, and each folder of a package
/// with all that go may read there. A file that is added, removed, replaced or written to does not hold the list.
///
/// Files that go itself does not read are not read: headers of the system, unused modules of a module cache.
struct ListSources {
    /// A letter and a blank, then: `D FOLDER\tSTAMP\tDIGEST OF NAMES`; `F NAME\tSTAMP` of the folder before; `P PATH\tSTAMP`, without a stamp
    /// for a file that is not there.
    private(set) var lines: [String] = []
    private var isComplete = true
    private var seen: Set<String> = []
    /// All that is noted has not been changed since.
    private let before: Int

    private static let folderLimit = 4096

    /// Nil when something was written while go ran, or may take part in a way that is not known.
    init?(_ packages: [GoPackage], _ settings: GoSettings, _ go: GoList, before: Int) {
        self.before = before
        // Headers that C code includes, and the answers of pkg-config, may come from any folder.
        guard packages.allSatisfy({ $0.isStandard == true || $0.cgoFiles?.isEmpty != false }) else { return nil }
        addTools(settings, go)
        addModules(packages, settings)
        for package in packages {
            guard let folder = package.folder else { continue }
            add(folder: folder)
            addNested(folder, below: package.module?.file)
            if package.embeddedFiles?.isEmpty == false { add(embedded: package, folder) }
        }
        guard isComplete else { return nil }
    }

    /// Whether all is as it was noted.
    static func hold(_ lines: [String]) -> Bool {
        var folder = ""
        return lines.allSatisfy { line in
            let parts = line.dropFirst(2).split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count >= 2 else { return false }
            switch line.first {
            case "D":
                folder = String(parts[0])
                guard parts.count == 3, let stamp = FileStamp(folder), stamp.isFolder else { return false }
                return stamp.text == parts[1] || digest(folder).map { $0 == parts[2] } ?? false
            case "F": return FileStamp("\(folder)/\(parts[0])").map { $0.text == parts[1] } ?? false
            case "P": return (FileStamp(String(parts[0]))?.text ?? "") == String(parts[1])
            default: return false
            }
        }
    }

    private mutating func addTools(_ settings: GoSettings, _ go: GoList) {
        let root = go.toolchain.root
        add(path: go.toolchain.executable)
        for path in ["VERSION", "go.env", "bin/go"] { add(path: "\(root)/\(path)") }
        if let folder = settings["GOTOOLDIR"] { for tool in ["compile", "asm", "cgo"] { add(path: "\(folder)/\(tool)") } }
        for path in Self.compilers(settings, go) { add(path: path) }
    }

    /// The C compilers that go runs for its own packages.
    static func compilers(_ settings: GoSettings, _ go: GoList) -> [String] {
        guard settings["CGO_ENABLED"] == "1" else { return [] }
        return ["CC", "CXX"].compactMap { name in
            settings[name]?.split(separator: " ").first.flatMap {
                SearchPath(environment: go.environment).executable(String($0))
            }
        }
    }

    /// Files of the main modules and of those that replace others by a folder.
    private mutating func addModules(_ packages: [GoPackage], _ settings: GoSettings) {
        var files = Set(packages.compactMap { $0.module?.file })
        for name in ["GOMOD", "GOWORK"] {
            if let path = settings[name], path.hasPrefix("/"), path != "/dev/null" { files.insert(path) }
        }
        for file in files.sorted() {
            let folder = FilePath(file).removingLastComponent().string
            add(path: file)
            for name in ["go.sum", "go.work.sum", "vendor/modules.txt"] { add(path: "\(folder)/\(name)") }
            if !fileExists("\(folder)/vendor") { add(path: "\(folder)/vendor") }
            for path in Self.folders(namedIn: file) { add(path: "\(path)/go.mod") }
        }
    }

    /// Folders that `replace` and `use` name.
    private static func folders(namedIn file: String) -> [String] {
        guard let text = (try? MappedFile(path: file))?.text else { return [] }
        let base = FilePath(file).removingLastComponent()
        return text.split { " \t\n\r()".contains($0) }.compactMap { word in
            let word = word.filter { $0 != "\"" && $0 != "`" }
            guard word == "." || word == ".." || word.hasPrefix("./") || word.hasPrefix("../") || word.hasPrefix("/"),
                !word.hasPrefix("//")
            else { return nil }
            return base.pushing(FilePath(String(word))).lexicallyNormalized().string
        }
    }

    /// A go.mod in a folder between a package and its module's own would make it part of another.
    private mutating func addNested(_ folder: String, below module: String?) {
        guard let module else { return }
        let top = FilePath(module).removingLastComponent()
        var place = FilePath(folder).removingLastComponent()
        while place.starts(with: top), place != top, seen.insert("nested \(place.string)").inserted {
            add(path: "\(place.string)/go.mod")
            place.removeLastComponent()
        }
    }

    private mutating func add(path: String) {
        guard seen.insert(path).inserted else { return }
        let stamp = FileStamp(path)
        if let stamp { check(stamp) }
        note("P \(path)\t\(stamp?.text ?? "")")
    }

    /// A folder with what go reads in it.
    private mutating func add(folder: String) {
        guard seen.insert("folder \(folder)").inserted else { return }
        guard let stamp = FileStamp(folder), let digest = Self.digest(folder) else { return isComplete = false }
        note("D \(folder)\t\(stamp.text)\t\(digest)")
        for name in Self.names(folder) ?? [] {
            guard let stamp = FileStamp("\(folder)/\(name)") else { return isComplete = false }
            check(stamp)
            note("F \(name)\t\(stamp.text)")
        }
    }

    /// Names in a folder that go looks at, sorted; nil when it cannot be read. Tests do not count.
    private static func names(_ folder: String) -> [String]? {
        guard let names = try? Host.names(inFolder: folder) else { return nil }
        return names.filter { name in
            guard let dot = name.lastIndex(of: ".") else { return false }
            return suffixes.contains(String(name[dot...])) && !name.hasSuffix("_test.go") && !"._".contains(name.prefix(1))
        }.sorted()
    }

    private static let suffixes: Set<String> = [
        ".go", ".s", ".S", ".sx", ".c", ".cc", ".cpp", ".cxx", ".m", ".h", ".hh", ".hpp", ".hxx", ".f", ".F", ".for", ".f90",
        ".swig", ".swigcxx", ".syso", ".mod", ".pgo",
    ]

    private static func digest(_ folder: String) -> String? {
        names(folder).map { SHA256.hexadecimal(of: $0.joined(separator: "/")) }
    }

    /// Embedded files, and every folder in which a pattern may find more: those below its first element, or all below the package's.
    private mutating func add(embedded package: GoPackage, _ folder: String) {
        for file in package.embeddedFiles ?? [] { add(path: "\(folder)/\(file)") }
        var folders: [String] = []
        for pattern in package.embedPatterns ?? ["*"] {
            let first = (pattern.hasPrefix("all:") ? pattern.dropFirst(4) : pattern[...]).prefix { $0 != "/" }
            let isLiteral = !first.isEmpty && first != "." && !first.contains { "*?[\\".contains($0) }
            let place = isLiteral ? "\(folder)/\(first)" : folder
            if isFolder(place) { folders.append(place) }
        }
        while let next = folders.popLast() {
            guard seen.insert("all \(next)").inserted else { continue }
            guard seen.count < Self.folderLimit << 4, let names = try? Host.names(inFolder: next) else {
                return isComplete = false
            }
            // The time of a folder changes with the names in it.
            add(path: next)
            for name in names where ![".git", ".hg", ".svn", ".bzr"].contains(name) {
                let path = "\(next)/\(name)"
                if isFolder(path) { folders.append(path) }
            }
        }
    }

    /// Files that may have been written since go began to read do not count as recorded. Some file systems store whole seconds only.
    private mutating func check(_ stamp: FileStamp) {
        let margin = stamp.changed % 1_000_000_000 == 0 ? 2_000_000_000 : 0
        if stamp.changed >= before - margin { isComplete = false }
    }

    private mutating func note(_ line: String) {
        if line.contains("\n") || line.split(separator: "\t", omittingEmptySubsequences: false).count > 3 { isComplete = false }
        lines.append(line)
    }
}
