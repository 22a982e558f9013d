/// One entry of a pipeline's `measure:` list: a workload, and the builds for this machine that run it.
public struct MeasurementPlan: Codable, Sendable, Equatable {
    /// Name of the report: `dist/PIPELINE/measure/NAME.json`.
    public var name: String
    /// Import path of the main package.
    public var main: String
    /// Nil for all of the pipeline.
    public var presets: [String]?
    public var measurement: Measurement
    /// How much slower than the fastest point a recommended one may be, in percent.
    public var slower: Double
    /// Memory of the container, in bytes.
    public var container: Int?
    /// Builds each binary once more with `-cover`: what never runs under this workload.
    public var cover = false
    public var budgets: [MeasureBudget] = []
    /// `FILE:LINE`
    public var place: String

    public init(
        name: String, main: String, presets: [String]? = nil, measurement: Measurement, slower: Double = 5, container: Int? = nil,
        place: String
    ) {
        self.name = name
        self.main = main
        self.presets = presets
        self.measurement = measurement
        self.slower = slower
        self.container = container
        self.place = place
    }

    /// Templates in commands and in the sign of a server filled; those without a value stay.
    public func filled(with value: (String) -> String?) -> MeasurementPlan {
        func text(_ text: String) -> String { Template(text)?.filled(with: value) ?? text }
        var plan = self
        plan.measurement.call = measurement.call?.map(text)
        switch measurement.workload {
        case .batch(let words): plan.measurement.workload = .batch(words.map(text))
        case .server(var server):
            server.start = server.start.map(text)
            server.load = server.load.map(text)
            server.ready = server.ready.map(text)
            plan.measurement.workload = .server(server)
        }
        return plan
    }
}
