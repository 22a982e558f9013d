/// A workload and the settings under which it is measured.
public struct Measurement: Codable, Sendable, Equatable {
    public enum Workload: Codable, Sendable, Equatable {
        /// A program that ends by itself.
        case batch([String])
        case server(Server)
    }

    public struct Server: Codable, Sendable, Equatable {
        public var start: [String]
        public var ready: Readiness
        /// A command that uses the server; its time is the time of the run.
        public var load: [String]
        public var stop: StopSignal
        /// Seconds from the signal until the server is killed.
        public var grace: Int

        public init(start: [String], ready: Readiness, load: [String], stop: StopSignal = .terminate, grace: Int = 5) {
            self.start = start
            self.ready = ready
            self.load = load
            self.stop = stop
            self.grace = grace
        }
    }

    /// Sign that a server serves.
    public enum Readiness: Codable, Sendable, Equatable {
        /// Answers a GET of an `http://` address with status 200.
        case http(String)
        /// Takes a connection on this machine.
        case port(String)
        /// Prints a line that holds this text.
        case line(String)

        /// `http://127.0.0.1:{{port}}/`, `port:{{port}}`, `line:TEXT`; nil for other texts.
        public init?(_ text: String) {
            if text.hasPrefix("http://"), text.count > "http://".count {
                self = .http(text)
            } else if text.hasPrefix("port:"), text.count > "port:".count {
                self = .port(String(text.dropFirst("port:".count)))
            } else if text.hasPrefix("line:"), text.count > "line:".count {
                self = .line(String(text.dropFirst("line:".count)))
            } else {
                return nil
            }
        }

        /// Sign whose text is transformed.
        public func map(_ transform: (String) -> String) -> Readiness {
            switch self {
            case .http(let address): .http(transform(address))
            case .port(let port): .port(transform(port))
            case .line(let text): .line(transform(text))
            }
        }
    }

    public enum StopSignal: String, Codable, Sendable, CaseIterable {
        case terminate = "TERM"
        case interrupt = "INT"
        case hangup = "HUP"
        case quit = "QUIT"
        case kill = "KILL"

        /// `TERM` or `SIGTERM`
        public init?(name: String) {
            self.init(rawValue: name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name)
        }
    }

    /// A variable of the environment with its values; of `args` each value is arguments that are added to the command.
    public struct Setting: Codable, Sendable, Equatable {
        public static let arguments = "args"

        public var name: String
        public var values: [String]

        public init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }

        public static let collectorDefault = Setting(name: "GOGC", values: ["25", "50", "100", "200", "400"])
    }

    public var workload: Workload
    public var settings: [Setting]
    /// Runs of each point that count.
    public var rounds: Int
    /// Runs of each point before them.
    public var warmUp: Int
    /// Seconds for one run.
    public var timeout: Int
    /// Exit code of a program that has ended well.
    public var exitCode = 0
    /// A call of a program that ends by itself which does nothing, `--version`: its time is the start-up.
    public var call: [String]?

    public init(
        workload: Workload, settings: [Setting] = [.collectorDefault], rounds: Int = 5, warmUp: Int = 1, timeout: Int = 60
    ) {
        self.workload = workload
        self.settings = settings
        self.rounds = rounds
        self.warmUp = warmUp
        self.timeout = timeout
    }

    /// Points that one binary may have: more would run for hours.
    public static let mostPoints = 400

    /// Settings of Go's runtime that an environment has and the measurement does not vary: every point has them.
    public func inherited(from environment: [String: String]) -> [Setting] {
        ["GOGC", "GOMEMLIMIT", "GOMAXPROCS"].compactMap { name in
            guard let value = environment[name], !value.isEmpty, !settings.contains(where: { $0.name == name }) else {
                return nil
            }
            return Setting(name: name, values: [value])
        }
    }

    /// Every combination of the settings, the last one changing fastest.
    public var grid: [[EnvironmentVariable]] {
        settings.reduce([[]]) { points, setting in
            points.flatMap { point in setting.values.map { point + [EnvironmentVariable(setting.name, $0)] } }
        }
    }

    /// All that is wrong with the settings; `place` says where they stand.
    public func problems(at place: String) -> [Problem] {
        var problems: [Problem] = []
        func report(_ what: String, found: String? = nil, expected: String) {
            problems.append(Problem(place: place, what: what, found: found, expected: expected))
        }
        for setting in settings {
            if setting.values.isEmpty { report("\(setting.name) has no values", expected: "at least one") }
            for value in setting.values {
                if let expected = Self.expectation(of: setting.name, value) {
                    report(setting.name, found: "`\(value)`", expected: expected)
                }
            }
        }
        let names = settings.map(\.name)
        if Set(names).count < names.count { report("a setting is named twice", expected: "each once, its values in a list") }
        let points = settings.reduce(1) { $0.multipliedReportingOverflow(by: max(1, $1.values.count)).partialValue }
        if points > Self.mostPoints || points < 0 {
            report("\(points) points a binary", expected: "at most \(Self.mostPoints)")
        }
        return problems
    }

    /// Values that a variable of Go's runtime takes, where this is none of them: the runtime would ignore it or end the program.
    /// (runtime/extern.go; runtime/mgcpacer.go)
    private static func expectation(of name: String, _ value: String) -> String? {
        switch name {
        case "GOGC":
            guard value != "off" else { return nil }
            return Int32(value).map { $0 >= 0 } == true ? nil : "a percentage of 0 or more, or off"
        case "GOMEMLIMIT": return value == "off" || memoryLimit(value) != nil ? nil : "off, or bytes such as 64MiB"
        case "GOMAXPROCS": return Int(value).map { (1...4096).contains($0) } == true ? nil : "1 or more"
        case Setting.arguments: return nil
        default:
            let isName = !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
            return isName ? nil : "the name of a variable"
        }
    }

    /// Bytes of a `GOMEMLIMIT`; nil for what the runtime refuses. (runtime.parseByteCount)
    public static func memoryLimit(_ text: String) -> Int? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let units = ["": 0, "B": 0, "KiB": 10, "MiB": 20, "GiB": 30, "TiB": 40]
        guard let number = Int(digits), let shift = units[String(text.dropFirst(digits.count))] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : bytes
    }
}
