package import Host
internal import JSON
package import Planning
internal import SystemPackage

/// Files in `dist/PIPELINE` that earlier runs have written and a plan does not. A file that has changed since is none of them.
package struct StaleOutput: Sendable {
    /// Digests of the reports that runs have written, by their name.
    private static let reports = ".reports.json"

    /// Folders of binaries: `app_linux_arm64/strip`.
    package private(set) var builds: [String] = []
    /// Relative to the folder.
    package private(set) var files: [String] = []
    private let folder: String

    /// `folder` is `dist/PIPELINE`.
    package init(in folder: String, after plan: BuildPlan, reports: Set<String>) {
        self.folder = folder
        let outputs = Set(plan.jobs.allJobs.map(\.output))
        var kept = Set<String>()
        var old: [(build: String, file: String)] = []
        for (output, build) in SavedState(folder: folder).builds.sorted(by: { $0.key < $1.key }) {
            let place = output.split(separator: "/").dropLast().joined(separator: "/")
            for state in build.record.outputs {
                // The project may have been moved since.
                let file = "\(place)/\(state.input.path.split(separator: "/").last ?? "")"
                if outputs.contains(output) {
                    kept.insert(file)
                } else if !place.isEmpty, Input.file("\(folder)/\(file)").digest == state.digest {
                    old.append((place, file))
                }
            }
        }
        for (build, file) in old where !kept.contains(file) {
            if !builds.contains(build) { builds.append(build) }
            files.append(file)
        }
        for (name, digest) in Self.written(folder).sorted(by: { $0.key < $1.key }) where !reports.contains(name) {
            if !name.contains("/"), Input.file("\(folder)/\(name)").digest == digest { files.append(name) }
        }
    }

    /// Removes the files, and the folders that are empty without them. Throws `FileError`.
    package func remove() throws(FileError) {
        for file in files {
            do {
                try removeTree("\(folder)/\(file)")
            } catch {
                throw FileError(path: "\(folder)/\(file)", error)
            }
            var parts = file.split(separator: "/").dropLast()
            while !parts.isEmpty, (try? names(inFolder: "\(folder)/\(parts.joined(separator: "/"))"))?.isEmpty == true {
                try? removeTree("\(folder)/\(parts.joined(separator: "/"))")
                parts.removeLast()
            }
        }
    }

    /// Remembers a report that a run has written.
    package static func note(report name: String, digest: String, in folder: String) throws {
        var known = written(folder)
        guard known[name] != digest else { return }
        known[name] = digest
        try replaceFile(at: "\(folder)/\(reports)", with: JSONEncoder().encode(known))
    }

    private static func written(_ folder: String) -> [String: String] {
        guard let text = try? MappedFile(path: "\(folder)/\(reports)").text else { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: text)) ?? [:]
    }
}
