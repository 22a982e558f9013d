/// Sums of a profile's values by function, the measure of `go tool pprof -top`.
extension Profile {
    /// Values of one function or line, one for each type of the profile.
    public struct Sum: Sendable, Equatable {
        /// Of samples whose innermost call it is.
        public var flat: [Int64]
        /// Of samples that have it anywhere on the stack.
        public var cumulative: [Int64]

        init(types: Int) {
            flat = Array(repeating: 0, count: types)
            cumulative = flat
        }
    }

    /// Function and line of the source, the place where a value was allocated.
    public struct Site: Sendable, Hashable {
        public var function: String
        public var file: String
        public var line: Int
    }

    /// By name of the function. Samples without a known function are under the empty name.
    public func sumsByFunction() -> [String: Sum] {
        sums {
            functions[$0.function].name
        } unknown: {
            ""
        }
    }

    /// By a name of each function, such as its package. Samples without a known function are under the name of the empty text.
    public func sums(by name: (String) -> String) -> [String: Sum] {
        let names = functions.map { name($0.name) }
        return sums {
            names[$0.function]
        } unknown: {
            name("")
        }
    }

    /// By function and line.
    public func sumsBySite() -> [Site: Sum] {
        sums { frame in
            Site(function: functions[frame.function].name, file: functions[frame.function].file, line: frame.line)
        } unknown: {
            Site(function: "", file: "", line: 0)
        }
    }

    private func sums<Key: Hashable>(_ key: (Frame) -> Key, unknown: () -> Key) -> [Key: Sum] {
        var result: [Key: Sum] = [:]
        let keys = locations.map { $0.map(key) }
        for sample in samples {
            let leaf = sample.stack.first.flatMap { keys[$0].first } ?? unknown()
            add(sample.values, to: \.flat, of: &result[leaf, default: Sum(types: types.count)])
            var seen: Set<Key> = []
            for location in sample.stack {
                for key in keys[location] where seen.insert(key).inserted {
                    add(sample.values, to: \.cumulative, of: &result[key, default: Sum(types: types.count)])
                }
            }
            if seen.isEmpty { add(sample.values, to: \.cumulative, of: &result[leaf, default: Sum(types: types.count)]) }
        }
        return result
    }

    private func add(_ values: [Int64], to part: WritableKeyPath<Sum, [Int64]>, of sum: inout Sum) {
        for (index, value) in values.enumerated() { sum[keyPath: part][index] &+= value }
    }
}
