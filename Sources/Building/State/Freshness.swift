internal import Planning
internal import Toolchain

/// Tells which builds need not be made again.
struct Freshness {
    /// Earlier builds, with updated stamps of files whose contents are the same.
    private(set) var state: SavedState
    private(set) var isRefreshed = false
    private let folder: String
    private var known: [Input.State: Input.State?] = [:]

    /// `folder` is `dist/PIPELINE`.
    package init(_ state: SavedState, folder: String) {
        self.state = state
        self.folder = folder
    }

    enum Answer: Equatable {
        case fresh(Record)
        /// The change; nil for a build without an earlier one.
        case stale(String?)
    }

    package mutating func check(_ job: BuildJob, _ place: WorkingFolder?) -> Answer {
        guard var build = state.builds[job.output], let place else { return .stale(nil) }
        if let difference = build.record.difference(from: job, at: place) { return .stale(difference) }
        // Of what the job itself sets, its own value counts, which has just been compared.
        let others = place.settings.differences(from: build.settings).filter { name in
            !job.environment.contains { $0.name == name }
        }
        if let name = others.first { return .stale("another \(name)") }
        if place.revision != build.record.revision, job.isStamped, build.inputs.contains(where: { $0.input.kind == .package }) {
            return .stale("another commit, or changes to it")
        }
        for index in build.inputs.indices {
            guard let now = present(build.inputs[index]) else { return .stale("\(build.inputs[index].input.path) changed") }
            build.inputs[index] = now
        }
        for index in build.record.outputs.indices {
            guard let now = present(build.record.outputs[index]) else { return .stale("\(job.output) was changed or removed") }
            build.record.outputs[index] = now
        }
        if state.builds[job.output] != build {
            state.builds[job.output] = build
            isRefreshed = true
        }
        return .fresh(build.record)
    }

    /// The binary at the job's place is the one that was built, and go can tell whether it is up to date.
    mutating func isIntact(_ job: BuildJob) -> Bool {
        guard let build = state.builds[job.output] else { return false }
        let named = build.inputs.filter { $0.input.kind == .named }
        return (build.record.outputs + named).allSatisfy { present($0) != nil }
    }

    /// The input with its stamp of now; nil when the contents differ.
    private mutating func present(_ earlier: Input.State) -> Input.State? {
        if let answer = known[earlier] { return answer }
        var now = earlier
        now.stamp = earlier.input.stamp
        let isSame = now.stamp == earlier.stamp || earlier.input.digest == earlier.digest
        known[earlier] = .some(isSame ? now : nil)
        return isSame ? now : nil
    }
}

extension BuildJob {
    /// Go writes what version control says into the binary, unless it is one of the Go distribution.
    fileprivate var isStamped: Bool { !flags.contains { $0 == "-buildvcs=false" || $0 == "--buildvcs=false" } }
}
