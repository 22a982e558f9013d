internal import BinaryFormats
internal import GoSource
internal import Host
internal import Toolchain

/// The changes of tags that matter to a program, read from the constraints of its files.
struct ConstraintSurvey: Sendable {
    /// Tags to toggle together, and the packages that ask for them.
    struct Change: Sendable, Equatable {
        var tags: [String]
        var packages: [String]
    }

    private(set) var changes: [Change] = []
    /// Custom tags that change no file of the program for this build.
    private(set) var withoutEffect: [String] = []
    /// Pairs that exclude each other.
    private(set) var exclusive: [[String]] = []

    private struct File {
        var package: String
        var constraint: BuildConstraint
        /// Whether its contents are an error on purpose.
        var refuses: Bool
    }

    init(_ packages: [PackageFiles], _ build: BuildTags) async {
        let read = await inParallel(packages) { package in
            package.constrainedFiles.compactMap { name -> File? in
                guard let folder = package.folder, let file = try? MappedFile(path: "\(folder)/\(name)") else { return nil }
                let reader = ByteReader(file.bytes)
                let constraint = BuildConstraint(head: reader.string(0..<min(reader.count, 8192)), name: name)
                guard !constraint.customTags.isEmpty else { return nil }
                return File(
                    package: package.path, constraint: constraint, refuses: reader.count < 4096 && isDeliberateError(file.text))
            }
        }
        self.init(read.flatMap { $0 }.map { ($0.package, $0.constraint, $0.refuses) }, build)
    }

    init(_ files: [(package: String, constraint: BuildConstraint, refuses: Bool)], _ build: BuildTags) {
        var users: [Set<String>: Set<String>] = [:]
        var all: Set<String> = []
        var pairs: Set<Set<String>> = []
        for file in files {
            all.formUnion(file.constraint.customTags)
            let sets = file.constraint.toggles(build)
            if file.refuses {
                pairs.formUnion(sets.filter { $0.count == 2 })
                continue
            }
            pairs.formUnion(file.constraint.exclusivePairs(build))
            for set in sets { users[set, default: []].insert(file.package) }
        }
        changes = users.filter { set, _ in !pairs.contains { $0.isSubset(of: set) } }.map {
            Change(tags: $0.key.sorted(), packages: $0.value.sorted())
        }.sorted { ($0.tags.count, $0.tags.joined()) < ($1.tags.count, $1.tags.joined()) }
        withoutEffect = all.subtracting(changes.flatMap(\.tags)).sorted()
        exclusive = pairs.map { $0.sorted() }.sorted { $0.joined(separator: " ") < $1.joined(separator: " ") }
    }

    /// Tags that are never set with one of these.
    func excludes(_ tags: [String]) -> [String] {
        Set(exclusive.filter { !Set($0).isDisjoint(with: tags) }.flatMap { $0 }).subtracting(tags).sorted()
    }
}
