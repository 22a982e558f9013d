public import Reports

/// Options of the command line: the part of a report that is shown, width and colour.
public struct RenderingOptions: Sendable {
    public var query = BreakdownQuery()
    /// Rows of each list; nil for what the format shows by default.
    public var top: Int?
    /// The breakdown where the report alone cannot make it.
    public var detailed: Breakdown?
    public var style = TextStyle.plain
    /// Earlier report of the pipeline: what changed comes first, where the format shows changes.
    public var baseline: BuildReport?
}

/// Renders one kind of report: text that ends with a newline, equal bytes for equal reports.
public typealias Renderer<Report> = @Sendable (Report, RenderingOptions) throws(ReportError) -> String

/// An output format: its name and a renderer for each kind of report it can show. One file and a line in `allCases` add one;
/// a kind of report without a renderer is not offered in the format.
public struct Format: Sendable, CaseIterable {
    /// In the order of `--help`.
    public static let allCases: [Format] = [
        .text, .json, .csv, .markdown, .html, .junit, .sarif, .codeQuality, .openMetrics, .github, .buildkite, .benchmark,
        .treemap, .dot, .mermaid, .gitlab, .slurm, .kubernetes,
    ]

    public let name: String
    /// Extension of a file in this format, without the dot.
    public let fileExtension: String
    var weigh: Renderer<WeighReport>?
    var build: Renderer<BuildReport>?
    var comparison: Renderer<Comparison>?
    var buildComparison: Renderer<BuildComparison>?
    var savings: Renderer<SavingsReport>?
    var why: Renderer<WhyReport>?
    var tags: Renderer<TagsReport>?
    var heap: Renderer<HeapListing>?
    var unused: Renderer<UnusedReport>?
    var escapes: Renderer<EscapesReport>?
    var measure: Renderer<MeasureReport>?
    var measureComparison: Renderer<MeasureComparison>?
    var history: Renderer<HistoryReport>?
    var verdict: Renderer<Verdict>?
    var explanation: Renderer<ExplainReport>?
    var release: Renderer<ReleaseComparison>?
    var plan: Renderer<PlanReport>?
}

extension Format: Hashable {
    public static func == (a: Format, b: Format) -> Bool { a.name == b.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Format: CustomStringConvertible {
    public var description: String { name }
}

/// A kind of report that formats render.
public protocol Renderable: Sendable {
    /// Nil where the format cannot show such a report.
    static func renderer(in format: Format) -> Renderer<Self>?
}

extension Renderable {
    /// The formats that show such a report.
    public static var formats: [Format] { Format.allCases.filter { renderer(in: $0) != nil } }

    /// Throws when the format cannot show the report, or the report cannot answer the query.
    public func rendered(
        as format: Format, _ query: BreakdownQuery = BreakdownQuery(), top: Int? = nil, detailed: Breakdown? = nil,
        style: TextStyle = .plain, baseline: BuildReport? = nil
    ) throws(ReportError) -> String {
        guard let renderer = Self.renderer(in: format) else {
            throw ReportError("no \(format.name) of this report; expected \(Self.formats.map(\.name).joined(separator: ", "))")
        }
        let text = try renderer(
            self,
            RenderingOptions(
                query: query, top: top ?? query.top, detailed: detailed, style: style, baseline: baseline))
        return format == .text ? style.wrapped(text) : text
    }
}

extension WeighReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<WeighReport>? { format.weigh }
}

extension BuildReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<BuildReport>? { format.build }
}

extension Comparison: Renderable {
    public static func renderer(in format: Format) -> Renderer<Comparison>? { format.comparison }
}

extension BuildComparison: Renderable {
    public static func renderer(in format: Format) -> Renderer<BuildComparison>? { format.buildComparison }
}

extension SavingsReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<SavingsReport>? { format.savings }
}

extension WhyReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<WhyReport>? { format.why }
}

extension TagsReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<TagsReport>? { format.tags }
}

extension HeapListing: Renderable {
    public static func renderer(in format: Format) -> Renderer<HeapListing>? { format.heap }
}

extension UnusedReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<UnusedReport>? { format.unused }
}

extension EscapesReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<EscapesReport>? { format.escapes }
}

extension MeasureReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<MeasureReport>? { format.measure }
}

extension MeasureComparison: Renderable {
    public static func renderer(in format: Format) -> Renderer<MeasureComparison>? { format.measureComparison }
}

extension HistoryReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<HistoryReport>? { format.history }
}

extension Verdict: Renderable {
    public static func renderer(in format: Format) -> Renderer<Verdict>? { format.verdict }
}

extension ExplainReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<ExplainReport>? { format.explanation }
}

extension ReleaseComparison: Renderable {
    public static func renderer(in format: Format) -> Renderer<ReleaseComparison>? { format.release }
}

extension PlanReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<PlanReport>? { format.plan }
}

extension SavedReport: Renderable {
    public static func renderer(in format: Format) -> Renderer<SavedReport>? {
        guard let build = format.build else { return nil }
        return { saved, options throws(ReportError) in
            switch saved {
            case .build(let report): return try build(report, options)
            case .weigh(let report):
                if let weigh = format.weigh { return try weigh(report, options) }
                let names = WeighReport.formats.map(\.name).joined(separator: ", ")
                throw ReportError("no \(format.name) of one binary's report; expected \(names)")
            case .measure(let report):
                if let measure = format.measure { return try measure(report, options) }
                let names = MeasureReport.formats.map(\.name).joined(separator: ", ")
                throw ReportError("no \(format.name) of a report of `pare measure`; expected \(names)")
            }
        }
    }
}
