internal import Dispatch

/// What tells tasks that others like them keep every core busy.
public enum Cores {
    @TaskLocal public static var areBusy = false
}

/// Two computations over the same bytes, on two cores where there are two that are not busy; returns when both are done.
public func onTwoCores<First: Sendable, Second: Sendable>(
    _ bytes: RawSpan, _ first: @Sendable (RawSpan) -> First, _ second: @Sendable (RawSpan) -> Second
) -> (First, Second) {
    guard !Cores.areBusy else { return (first(bytes), second(bytes)) }
    // Each part writes its own and nobody else looks before both are done.
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
