internal import Dispatch

/// Task-local flag: all cores are busy with tasks of the same kind.
public enum Cores {
    @TaskLocal public static var areBusy = false
}

/// Runs two computations over the same bytes on two cores, or one after the other if all cores are busy; returns when both are
/// done.
public func onTwoCores<First: Sendable, Second: Sendable>(
    _ bytes: RawSpan, _ first: @Sendable (RawSpan) -> First, _ second: @Sendable (RawSpan) -> Second
) -> (First, Second) {
    guard !Cores.areBusy else { return (first(bytes), second(bytes)) }
    // Each part writes its own variable, and both are read only after both parts are done.
    nonisolated(unsafe) var one: First?
    nonisolated(unsafe) var other: Second?
    unsafe bytes.withUnsafeBytes { buffer in
        nonisolated(unsafe) let buffer = unsafe buffer
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            let bytes = unsafe RawSpan(_unsafeBytes: buffer)
            if part == 0 { unsafe one = first(bytes) } else { unsafe other = second(bytes) }
        }
    }
    return unsafe (one ?? first(bytes), other ?? second(bytes))
}
