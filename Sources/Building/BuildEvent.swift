/// What happens while a plan's jobs run. `job` is the index in the plan.
package enum BuildEvent: Sendable, Equatable {
    case started(job: Int)
    /// Go has begun to compile a package that was not in its cache.
    case compiling(job: Int, package: String)
    /// A line that go, the compiler or the linker wrote.
    case output(job: Int, line: String)
    case finished(job: Int, outcome: BuildOutcome)
    /// A check of so many builds begins, or is through with `done` of them.
    case checking(check: String, builds: Int, done: Int = 0)

    /// A line of `go build -v`: an import path stands alone, all else is said to people.
    package init(job: Int, line: String) {
        let isPackage = line.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ":"), UInt8(ascii: "#"), UInt8(ascii: "("),
                UInt8(ascii: "="):
                false
            default: true
            }
        }
        self = isPackage && !line.isEmpty ? .compiling(job: job, package: line) : .output(job: job, line: line)
    }
}
