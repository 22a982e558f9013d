internal import GoSource
internal import Host
internal import Linkage
package import Reports
package import Toolchain

/// The build tags that the packages of a program ask for, and the effect of each: files and packages by comparing go's lists, bytes
/// by building stripped programs. Constraints decide which tags and combinations of tags are tried.
package struct TagSurvey: Sendable {
    private let go: GoList
    private let request: ProgramRequest
    private let settings: LinkSettings
    private let main: String
    private let version: String
    private let environment: [String: String]

    /// Throws `ProgramError`, `GoToolchainError` or `FileError`.
    package init(_ request: ProgramRequest, environment: [String: String]) async throws {
        go = try await request.go(environment)
        settings = try await LinkSettings(request, go)
        main = if let main = request.main { main } else { try await go.onlyMain() }
        version = go.toolchain.version
        self.request = request
        self.environment = environment
    }

    /// Packages of the program by import path, with one set of tags.
    private typealias Files = [String: PackageFiles]

    /// At most `limit` changes of tags are built, in about `seconds`: those that change most files, the fastest to compile first.
    /// Throws `ProgramError`.
    package func report(
        limit: Int, seconds: Int, progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> TagsReport {
        progress("listing the packages of \(main)")
        let now = try await files(settings.tags).get()
        let build = BuildTags(
            target: request.target, minor: Release.minor(of: version) ?? 0, usesC: settings.usesC, custom: Set(settings.tags))
        let survey = await ConstraintSurvey(Array(now.values), build)

        progress("listing them with \(counted(survey.changes.count, "change")) of tags")
        var tags: [TagsReport.Tag] = []
        var withoutEffect = survey.withoutEffect
        var costs: [String: Int] = [:]
        let dependents = Dependents(now)
        for change in survey.changes {
            var tag = TagsReport.Tag(
                name: change.tags.joined(separator: ","), isSet: change.tags.allSatisfy(build.custom.contains),
                packages: change.packages)
            tag.excludes = survey.excludes(change.tags)
            switch try await files(build.toggling(change.tags).custom.sorted()) {
            case .failure(let error): tag.reason = "\(error)"
            case .success(let files):
                tag.compare(now, files)
                if tag.changes == 0 {
                    withoutEffect += change.tags
                    continue
                }
            }
            costs[tag.name] = dependents.count(of: tag.changedPackages) + tag.packagesAdded.count
            tags.append(tag)
        }
        tags.sort { ($1.changes, $0.name) < ($0.changes, $1.name) }
        var report = TagsReport(
            target: request.target, go: version, main: now.values.first { $0.isDependency != true }?.path ?? main,
            present: TagsReport.Size(tags: settings.tags), tags: tags, withoutEffect: Array(Set(withoutEffect)).sorted())
        report.exclusive = survey.exclusive
        try await measure(&report, limit: limit, seconds: seconds, costs, progress)
        return report
    }

    private func measure(
        _ report: inout TagsReport, limit: Int, seconds: Int, _ costs: [String: Int], _ progress: @Sendable (String) -> Void
    ) async throws {
        var cache = SizeCache(environment: environment)
        let scratch = try ScratchFolder.temporary()
        defer { scratch.remove() }
        progress("building \(main) \(settings.tags.isEmpty ? "without tags" : "with \(settings.tags.joined(separator: ","))")")
        let present = try await measured(settings.tags, cache, scratch, 0).get()
        cache.set(present.key, present.bytes)
        report.present.bytes = present.bytes
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let measurable = report.tags.indices.filter { report.tags[$0].reason == nil }
        for index in measurable.dropFirst(limit) { report.tags[index].reason = "not built: beyond --limit \(limit)" }
        let order = measurable.prefix(limit).sorted {
            let (left, right) = (report.tags[$0], report.tags[$1])
            return (costs[left.name, default: 0], left.name) < (costs[right.name, default: 0], right.name)
        }
        for (number, index) in order.enumerated() {
            let tags = Set(settings.tags).symmetricDifference(report.tags[index].name.split(separator: ",").map(String.init))
            progress("building \(main) with \(report.tags[index].name) toggled")
            let left = end - clock.now
            let (known, flags) = (cache, tags.sorted())
            let answer = left > .zero ? try await within(left) { try await measured(flags, known, scratch, number + 1) } : nil
            switch answer {
            case .success(let size)?:
                cache.set(size.key, size.bytes)
                let change = size.bytes - present.bytes
                if report.tags[index].isSet { report.tags[index].ifUnset = change } else { report.tags[index].ifSet = change }
            case .failure(let error)?: report.tags[index].reason = "\(error)"
            case nil:
                report.tags[index].reason =
                    "not built: \(seconds) seconds were over, \(counted(costs[report.tags[index].name, default: 0], "package")) to compile; --seconds \(seconds * 4) tries it"
            }
        }
    }

    /// The result of `work`; nil if it is not there in time, and processes that it runs are ended.
    private func within<Value: Sendable>(
        _ time: Duration, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private struct Measured: Sendable {
        var key: String
        var bytes: Int
    }

    /// Bytes of the stripped program with these tags.
    private func measured(
        _ tags: [String], _ cache: SizeCache, _ scratch: ScratchFolder, _ number: Int
    ) async throws -> Result<Measured, ProgramError> {
        let flags = request.with(tags: tags).flags
        let list = try await go.run(["list", "-export", "-deps", "-f", "{{.Export}}"] + flags + ["--", main])
        guard list.succeeded else { return .failure(.notCompiled(package: main, said: list.said)) }
        let key = SizeCache.key([version, request.target] + flags + list.output.split(separator: "\n").map(String.init))
        if let known = cache[key] { return .success(Measured(key: key, bytes: known)) }
        let output = try scratch.folder(number) + "/program"
        let answer = try await go.run(["build", "-ldflags=-s -w"] + flags + ["-o", output, "--", main])
        guard answer.succeeded else { return .failure(.notCompiled(package: main, said: answer.said)) }
        let size = try MappedFile(path: output).bytes.byteCount
        try? removeTree(output)
        return .success(Measured(key: key, bytes: size))
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
}

extension TagsReport.Tag {
    /// Packages with other files, or without any.
    fileprivate var changedPackages: Set<String> {
        Set((filesAdded + filesRemoved).compactMap { file in file.lastIndex(of: "/").map { String(file[..<$0]) } })
    }

    /// Files and packages that come and go.
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

/// Packages by what they import.
private struct Dependents {
    private var importers: [String: [String]] = [:]

    init(_ packages: [String: PackageFiles]) {
        for package in packages.values {
            for path in package.imports { importers[path, default: []].append(package.path) }
        }
    }

    /// Packages to compile again when some change.
    func count(of changed: Set<String>) -> Int {
        var found = changed
        var queue = Array(changed)
        while let next = queue.popLast() {
            for importer in importers[next] ?? [] where found.insert(importer).inserted { queue.append(importer) }
        }
        return found.count
    }
}
