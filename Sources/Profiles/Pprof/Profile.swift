/// A profile in pprof's format: samples of a running program, each with its stack and a value of each type.
public struct Profile: Sendable {
    /// One column of values: `inuse_space` in `bytes`, `cpu` in `nanoseconds`.
    public struct ValueType: Sendable, Hashable {
        public var name: String
        public var unit: String
    }

    /// A line of a function on a stack.
    public struct Frame: Sendable, Hashable {
        /// Index into `functions`.
        public var function: Int
        /// Line of the source file; 0 if it is not known.
        public var line: Int
    }

    public struct Function: Sendable, Hashable {
        /// Linker's name: `net/http.(*conn).serve`.
        public var name: String
        public var file: String
    }

    /// A stack and its values, one for each of `types`.
    public struct Sample: Sendable {
        /// Indices into `locations`, the innermost call first.
        public var stack: [Int]
        public var values: [Int64]
    }

    public var types: [ValueType]
    /// The type that is shown when none is asked for: the last one, unless the file says otherwise.
    public var defaultType: Int
    public var functions: [Function]
    /// The frames of each place in the code, the innermost inlined call first; empty where no function is known.
    public var locations: [[Frame]]
    public var samples: [Sample]
    /// Path and build ID of the program, as its first mapping names them; empty if unknown.
    public var program: (path: String, buildID: String)
    /// Nanoseconds since 1970 at which it was taken, and for which samples were taken; 0 if unknown.
    public var time: Int64
    public var duration: Int64

    /// Position of a type by name.
    public func type(named name: String) -> Int? { types.firstIndex { $0.name == name } }

    /// Sum of a type's values over all samples.
    public func total(of type: Int) -> Int64 { samples.reduce(0) { $0 &+ $1.values[type] } }
}
