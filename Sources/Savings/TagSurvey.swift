internal import BinaryFormats
internal import GoSource
internal import Host
internal import JSON
package import Reports
package import Toolchain

/// Build tags that the packages of a program use, and the effect of each: files and packages by comparing go's lists with and without,
/// bytes by building stripped programs, each of which is built once.
package struct TagSurvey: Sendable {
    private let go: GoList
    private let request: ProgramRequest
    /// Tags that are set now.
    private let tags: [String]
    private let main: String
    private let version: String
    private let environment: [String: String]

    /// Throws `ProgramError`, `GoToolchainError` or `FileError`.
    package init(_ request: ProgramRequest, environment: [String: String]) async throws {
        go = try await request.go(environment)
        tags = try await LinkSettings(request, go).tags
        main = if let main = request.main { main } else { try await go.onlyMain() }
        version = go.toolchain.version
        self.request = request
        self.environment = environment
    }

    /// Packages of the program by import path, with one set of tags.
    private typealias Files = [String: PackageFiles]

    /// At most `limit` tags are built, those that change most files first. Throws `ProgramError`.
    package func report(limit: Int, progress: @Sendable (String) -> Void = { _ in }) async throws -> TagsReport {
        progress("listing the packages of \(main)")
        let now = try await files(tags).get()
        let users = customTags(now)
        let minimal = tags.filter { users[$0] == nil }
        let base = minimal == tags ? now : try await files(minimal).get()

        progress("listing them with each of \(users.count) tags")
        var tags: [TagsReport.Tag] = []
        var withoutEffect: [String] = []
        for (name, packages) in users.sorted(by: { $0.key < $1.key }) {
            var tag = TagsReport.Tag(name: name, isSet: self.tags.contains(name), packages: packages.sorted())
            switch try await files(minimal + [name]) {
            case .failure(let error): tag.reason = "\(error)"
            case .success(let files):
                tag.compare(base, files)
                if tag.changes == 0 {
                    withoutEffect.append(name)
                    continue
                }
            }
            tags.append(tag)
        }
        tags.sort { ($1.changes, $0.name) < ($0.changes, $1.name) }
        var report = TagsReport(
            target: request.target, go: version, main: base.values.first { $0.isDependency != true }?.path ?? main,
            minimal: TagsReport.Size(tags: minimal), full: TagsReport.Size(tags: minimal),
            tags: tags, withoutEffect: withoutEffect)
        try await measure(&report, limit: limit, progress)
        return report
    }

    private func measure(_ report: inout TagsReport, limit: Int, _ progress: @Sendable (String) -> Void) async throws {
        var cache = SizeCache(environment: environment)
        let scratch = try ScratchFolder(in: temporaryFolder() + "/pare")
        defer { scratch.remove() }
        var number = 0
        func size(_ tags: [String]) async throws -> Result<Int, ProgramError> {
            number += 1
            progress("building \(main) \(tags.isEmpty ? "without tags" : "with \(tags.joined(separator: ","))")")
            return try await self.size(tags, &cache, scratch, number)
        }
        report.minimal.bytes = try await size(report.minimal.tags).get()
        let measured = report.tags.indices.filter { report.tags[$0].reason == nil }
        for index in measured.dropFirst(limit) { report.tags[index].reason = "not built: beyond --limit \(limit)" }
        for index in measured.prefix(limit) {
            let name = report.tags[index].name
            switch try await size(report.minimal.tags + [name]) {
            case .success(let bytes):
                report.tags[index].added = bytes - (report.minimal.bytes ?? 0)
                report.full.tags.append(name)
            case .failure(let error): report.tags[index].reason = "\(error)"
            }
        }
        switch try await size(report.full.tags) {
        case .success(let bytes): report.full.bytes = bytes
        case .failure(let error): report.full.reason = "\(error)"
        }
        guard let full = report.full.bytes else { return }
        for index in measured.prefix(limit) where report.tags[index].added != nil {
            let others = report.full.tags.filter { $0 != report.tags[index].name }
            if case .success(let bytes) = try await size(others) { report.tags[index].removed = bytes - full }
        }
    }

    /// Bytes of the stripped program with these tags.
    private func size(
        _ tags: [String], _ cache: inout SizeCache, _ scratch: ScratchFolder, _ number: Int
    ) async throws -> Result<Int, ProgramError> {
        let flags = request.with(tags: tags).flags
        let list = try await go.run(["list", "-export", "-deps", "-f", "{{.Export}}"] + flags + ["--", main])
        guard list.succeeded else { return .failure(.notCompiled(package: main, said: list.said)) }
        let key = SizeCache.key([version, request.target] + flags + list.output.split(separator: "\n").map(String.init))
        if let known = cache[key] { return .success(known) }
        let output = try scratch.folder(number) + "/program"
        let answer = try await go.run(["build", "-ldflags=-s -w"] + flags + ["-o", output, "--", main])
        guard answer.succeeded else { return .failure(.notCompiled(package: main, said: answer.said)) }
        let size = try MappedFile(path: output).bytes.byteCount
        try? removeTree(output)
        cache.set(key, size)
        return .success(size)
    }

    private func files(_ tags: [String]) async throws -> Result<Files, ProgramError> {
        let flags = request.with(tags: tags).flags
        let answer = try await go.run(["list", "-deps", "-json=\(PackageFiles.fields)"] + flags + ["--", main])
        guard answer.succeeded else {
            return .failure(
                answer.lacksModule ? .noModule(folder: request.folder) : .notCompiled(package: main, said: answer.said))
        }
        do {
            let packages: [PackageFiles] = try GoList.objects(answer.output)
            return .success(Dictionary(packages.map { ($0.path, $0) }) { first, _ in first })
        } catch {
            return .failure(.unreadableList("\(error)"))
        }
    }

    /// Tags that constraints of the packages name, and the packages that do.
    private func customTags(_ files: Files) -> [String: Set<String>] {
        var users: [String: Set<String>] = [:]
        for package in files.values {
            for name in package.constrainedFiles {
                guard let folder = package.folder, let file = try? MappedFile(path: "\(folder)/\(name)") else { continue }
                let reader = ByteReader(file.bytes)
                let head = reader.string(0..<min(reader.count, 8192))
                for tag in BuildConstraint(head: head).customTags { users[tag, default: []].insert(package.path) }
            }
        }
        return users
    }
}

extension TagsReport.Tag {
    /// Notes what the tag adds and takes away.
    fileprivate mutating func compare(_ before: [String: PackageFiles], _ after: [String: PackageFiles]) {
        packagesAdded = after.keys.filter { before[$0] == nil }.sorted()
        packagesRemoved = before.keys.filter { after[$0] == nil }.sorted()
        for (path, old) in before {
            guard let new = after[path] else { continue }
            filesAdded += new.compiledFiles.subtracting(old.compiledFiles).map { "\(path)/\($0)" }
            filesRemoved += old.compiledFiles.subtracting(new.compiledFiles).map { "\(path)/\($0)" }
        }
        filesAdded.sort()
        filesRemoved.sort()
    }
}

/// Sizes of programs that were built to be measured, by all that decides them: kept in the user's cache folder, so that the
/// same question is not built twice. A cache that cannot be read or written is empty.
struct SizeCache {
    private let path: String?
    private var sizes: [String: Int] = [:]

    package init(environment: [String: String]) {
        path = UserCache(environment: environment).map { "\($0.folder)/sizes.json" }
        guard let path, let file = try? MappedFile(path: path) else { return }
        sizes = (try? JSONDecoder().decode([String: Int].self, from: file.text)) ?? [:]
    }

    /// Of everything that goes into a link: archives by their names in Go's cache, which are digests of their contents.
    package static func key(_ parts: [String]) -> String {
        SHA256.hexadecimal(of: parts.joined(separator: "\n"))
    }

    package subscript(key: String) -> Int? { sizes[key] }

    package mutating func set(_ key: String, _ size: Int) {
        sizes[key] = size
        // Old entries are worth a build, not a search.
        if sizes.count > 4096 { sizes = [key: size] }
        guard let path, let slash = path.lastIndex(of: "/"), let text = try? JSONEncoder().encode(sizes) else { return }
        try? createFolders(String(path[..<slash]))
        try? replaceFile(at: path, with: text)
    }
}
