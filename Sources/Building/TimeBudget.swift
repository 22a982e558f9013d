/// The time that a build and its hooks may take together, from when it is made.
package struct TimeBudget: Sendable, CustomStringConvertible {
    private let whole: Duration
    private let end: ContinuousClock.Instant

    package init(_ whole: Duration) {
        self.whole = whole
        end = .now + whole
    }

    var rest: Duration { max(.zero, ContinuousClock.now.duration(to: end)) }

    /// What is said of that which took longer.
    package var description: String { "ended after \(whole / .seconds(1)) seconds, the time that --timeout gives a build" }
}
