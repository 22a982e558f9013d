internal import GoSource
internal import Host
internal import Linkage
internal import Reports
internal import Toolchain

/// An edit of a program's sources that stands for a removal, and the cuts that model exactly this edit.
struct Experiment {
    /// The edit that was made; `joint` after several.
    private(set) var method: SavingsReport.Proof.Method?
    /// New contents by the path of the file they stand for.
    private(set) var files: [(path: String, text: String)] = []
    /// Roots in the module cache of modules with edited files, by module path.
    var modules: [String: String] = [:]
    var cuts: [Cut] = []
    /// Packages of empty functions in the build.
    var stubs: [String] = []
    /// Packages that only the build has, for one importer each.
    var copies: [String] = []
    var dropped: [SavingsReport.Proof.Place] = []
    var emptied: [SavingsReport.Proof.Place] = []
    var kept: [SavingsReport.Proof.Place] = []
}

extension Experiment {
    /// Text of a source file as this experiment has it. Throws when it cannot be read.
    func text(at path: String) throws -> String {
        try files.first { $0.path == path }?.text ?? MappedFile(path: path).text
    }

    mutating func replace(_ path: String, with text: String) {
        if let index = files.firstIndex(where: { $0.path == path }) {
            files[index].text = text
        } else {
            files.append((path, text))
        }
    }

    /// Replaces files of a package.
    mutating func edit(_ package: GoPackage, _ files: [(path: String, text: String)]) {
        for file in files { replace(file.path, with: file.text) }
        guard !files.isEmpty, package.isInModuleCache, let module = package.module, let folder = package.folder else { return }
        modules[module.path] = String(folder.dropLast(package.path.count - module.path.count))
    }

    mutating func add(_ method: SavingsReport.Proof.Method) {
        self.method = self.method == nil || self.method == method ? method : .joint
    }

    /// Adds the changes of a stub, under names that the user knows.
    mutating func add(_ stub: PackageStub, _ package: GoPackage, shown: (String) -> String) {
        dropped += stub.dropped.map { .init(file: shown($0.file), line: $0.line) }
        emptied += stub.emptied.map {
            .init(file: shown($0.file), line: $0.line, function: "\(package.path).\($0.name)")
        }
        kept += stub.kept.map { .init(file: shown($0.file), line: $0.line, function: $0.name) }
    }
}

/// Why a removal cannot be built by one of the edits.
struct ExperimentError: Error, CustomStringConvertible {
    var description: String
}
