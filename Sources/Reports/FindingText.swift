/// Sentences and figures of findings, as every format shows them.
extension Finding {
    /// How far the limit is exceeded, with exact figures. `detail` is what the figures do not tell: the size of a forbidden package,
    /// the reason for kept methods, the packages that grew most.
    func sentence(detail: String?) -> String {
        let over = "\((actual - limit).grouped) over its \(limit.limit)"
        let name = name?.visible ?? ""
        return switch kind {
        case .artifactSize: "\(build) is \(actual.grouped) bytes, \(over)"
        case .downloadSize: "\(build) is \(actual.grouped) bytes to download, \(over)"
        case .memorySize: "\(build) takes \(actual.grouped) bytes of memory before it runs, \(over)"
        case .packageSize, .moduleSize, .sectionSize, .kindSize, .groupSize, .ownerSize:
            "\(part) takes \(actual.grouped) bytes of \(build), \(over)"
        case .artifactGrowth, .packageGrowth, .moduleGrowth, .sectionGrowth, .kindGrowth, .groupGrowth, .ownerGrowth:
            growthSentence + (detail.map { "; mostly \($0)" } ?? "")
        case .packageCount: "\(build) has \(counted(actual, "package")), \((actual - limit).grouped) over its \(limit.grouped)"
        case .moduleCount: "\(build) has \(counted(actual, "module")), \((actual - limit).grouped) over its \(limit.grouped)"
        case .forbiddenPackage: "\(build) contains \(name)\(detail.map { " (\($0))" } ?? ""), which is forbidden"
        case .requiredPackage: "\(build) does not contain \(name), which is required"
        case .peakMemory, .liveHeap, .allocatedBytes, .processorTime, .startupTime, .neverRunCode: measuredSentence(detail)
        case .methodElimination:
            "\(build) keeps methods that nobody calls, \(actual.grouped) bytes of them\(detail.map { ": \($0)" } ?? "")"
        }
    }

    /// `detail` is the point that a ratio is of.
    private func measuredSentence(_ detail: String?) -> String {
        let point = [build, name?.visible].compactMap(\.self).joined(separator: " ")
        let figure = "\(point) \(measuredText(actual))"
        guard let percent, let baseline else { return "\(figure), \((actual - limit).grouped) over its \(limit.limit)" }
        let share = baseline == 0 ? "more than" : "\(Int((100 * Double(actual) / Double(baseline)).rounded()))% of"
        let whole =
            kind == .neverRunCode ? "the \(baseline.grouped) bytes of its functions" : "\(detail ?? ""): \(amount(baseline))"
        return "\(figure), \(share) \(whole); \(Self.text(percent)) is allowed"
    }

    private func measuredText(_ value: Int) -> String {
        switch kind {
        case .peakMemory: "needs \(amount(value)) of memory"
        case .liveHeap: "has a live heap of \(amount(value))"
        case .allocatedBytes: "allocates \(amount(value))"
        case .processorTime: "takes \(amount(value)) of processor time"
        case .startupTime: "takes \(amount(value)) to start"
        default: "has \(amount(value)) of functions that never ran"
        }
    }

    private func amount(_ value: Int) -> String { unit == .nanoseconds ? value.duration : "\(value.grouped) bytes" }

    private static func text(_ percent: Double) -> String {
        percent == percent.rounded() && percent.magnitude < 1e6 ? "\(Int(percent))%" : "\(percent)%"
    }

    /// Says that a kept limit has less room left than the budget's `headroom`.
    package func sentence(headroom wanted: Int) -> String {
        let subject = name == nil ? build : "\(part) of \(build)"
        let download = kind == .downloadSize ? " to download" : kind == .memorySize ? " in memory" : ""
        return
            "\(subject) is \(actual.grouped) bytes\(download), \(headroom.grouped) below its \(limit.limit), where \(wanted.grouped) are to stay free"
    }

    /// `package net/http`, `section .text`, `files of platform`.
    private var part: String {
        let name = name?.visible ?? ""
        return switch kind {
        case .moduleSize, .moduleGrowth: "module \(name)"
        case .sectionSize, .sectionGrowth: "section \(name)"
        case .kindSize, .kindGrowth: "kind \(name)"
        case .groupSize, .groupGrowth: "group \(name)"
        case .ownerSize, .ownerGrowth: "owner \(name)"
        default: "package \(name)"
        }
    }

    private var growthSentence: String {
        let subject =
            switch kind {
            case .artifactGrowth: build
            case .packageGrowth, .moduleGrowth: "\(name?.visible ?? "") in \(build)"
            default: "\(part) in \(build)"
            }
        guard let baseline, baseline > 0 else {
            return "\(subject) is new with \(actual.grouped) bytes, \(limitText) of growth is allowed"
        }
        return
            "\(subject) grew by \(actual.grouped) bytes (\(actual.change(of: baseline) ?? "")) from \(baseline.grouped) to \((baseline + actual).grouped), \((actual - limit).grouped) more than the \(limitText) allowed"
    }

    /// The limit as the user wrote it: `13 MiB`, `2%`, `none`.
    package var limitText: String {
        guard let percent else {
            switch kind {
            case .forbiddenPackage, .methodElimination: return "none"
            case .requiredPackage: return "there"
            case .packageCount, .moduleCount: return limit.grouped
            default: return limit.limit
            }
        }
        return Self.text(percent)
    }

    /// The actual figure with its unit, signed for growth.
    package var actualText: String {
        switch kind {
        case .forbiddenPackage, .packageCount, .moduleCount: actual.grouped
        case .requiredPackage: actual == 0 ? "there" : "missing"
        case .processorTime, .startupTime: actual.duration
        default: kind.isGrowth ? actual.signedIEC : actual.iec
        }
    }

    /// The headroom with its unit; empty for packages that are forbidden or required.
    package var headroomText: String {
        switch kind {
        case .forbiddenPackage, .requiredPackage: ""
        case .packageCount, .moduleCount: headroom.grouped
        case .processorTime, .startupTime: (headroom < 0 ? "-" : "") + abs(headroom).duration
        default: headroom.iec
        }
    }

    /// Difference to the baseline; nil without one.
    package var change: Int? { kind.isGrowth ? actual : baseline.map { actual - $0 } }

    /// The change with its unit and sign; empty without a baseline.
    package var changeText: String {
        guard let change else { return "" }
        return switch unit {
        case .bytes: change.signedIEC
        case .packages, .modules: change.signedGrouped
        case .nanoseconds: (change < 0 ? "-" : "+") + abs(change).duration
        }
    }
}

extension Finding.Kind {
    package var isGrowth: Bool {
        switch self {
        case .artifactGrowth, .packageGrowth, .moduleGrowth, .sectionGrowth, .kindGrowth, .groupGrowth, .ownerGrowth: true
        default: false
        }
    }

    /// The limited quantity in a word: `size`, `growth`.
    package var noun: String {
        switch self {
        case .artifactSize, .packageSize, .moduleSize, .sectionSize, .kindSize, .groupSize, .ownerSize: "size"
        case .downloadSize: "download"
        case .memorySize: "memory"
        case .artifactGrowth, .packageGrowth, .moduleGrowth, .sectionGrowth, .kindGrowth, .groupGrowth, .ownerGrowth: "growth"
        case .packageCount, .forbiddenPackage, .requiredPackage: "packages"
        case .moduleCount: "modules"
        case .methodElimination: "kept methods"
        case .peakMemory: "peak memory"
        case .liveHeap: "live heap"
        case .allocatedBytes: "allocated"
        case .processorTime: "CPU"
        case .startupTime: "start-up"
        case .neverRunCode: "never run"
        }
    }

    /// The kind as a sentence for lists of rules.
    package var title: String {
        let words = rawValue.split(separator: "-").joined(separator: " ")
        return switch self {
        case .forbiddenPackage: "A forbidden package is linked"
        case .requiredPackage: "A required package is not linked"
        case .methodElimination: "Methods that nobody calls are kept"
        default: "The \(words) exceeds its limit"
        }
    }
}
