import Attribution
import BinaryFormats
import Foundation
import GoMetadata
import Reports

/// Weighs mutants in a separate process, which exits with failure at the first that crashes, throws an error other than
/// `FormatError`, or needs more than 5 s of processor time. Prints the current seed to standard error.
public func weighMutants(of bytes: [UInt8], seeds: Range<UInt64>) throws {
    let mutator = try Mutator(bytes)
    for seed in seeds {
        say("seed \(seed)")
        let mutant = mutator.mutant(seed: seed)
        try weighHostile(mutant)
    }
}

/// Weighs mutants of a file on disk.
public func weighMutants(ofFile path: String, seeds: Range<UInt64>) throws {
    try weighMutants(of: [UInt8](Data(contentsOf: URL(filePath: path))), seeds: seeds)
}

/// Weighs one file as `weighMutants` does; memory may grow by 4 times the file and 256 MB.
public func weighBomb(_ bytes: [UInt8]) throws {
    let before = peakMemory()
    try weighHostile(bytes)
    let used = peakMemory() - before
    guard used <= 4 * bytes.count + 256 << 20 else { return fail("\(used) bytes of memory for a file of \(bytes.count)") }
}

private func weighHostile(_ bytes: [UInt8]) throws {
    // A hang ends in a signal after a minute of processor time, so that a busy machine does not count as a hang.
    var timer = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: 60, tv_usec: 0))
    unsafe setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
    let start = clock()
    do {
        try weighPrograms(of: bytes)
    } catch is FormatError {}
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    if seconds > 5 { fail("\(seconds) s") }
    timer.it_value.tv_sec = 0
    unsafe setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
}

/// Weighs a program, or each of the programs in a container, with all details. Throws the errors of `weigh`.
public func weighPrograms(of bytes: [UInt8]) throws {
    let span = unsafe bytes.span.bytes
    guard let container = try Container(span) else {
        _ = try weighProgram(span)
        return
    }
    var slices: [(slice: WeighReport.Slice, report: WeighReport?)] = []
    for member in container.members {
        let slice = WeighReport.Slice(name: member.name, offset: member.range.lowerBound, size: member.range.count)
        do {
            slices.append((slice, WeighReport(try weighProgram(span.extracting(member.range)), path: "")))
        } catch is FormatError {
            slices.append((slice, nil))
        }
    }
    guard container.isUniversal else { return }
    slices.sort { $0.slice.offset < $1.slice.offset }
    try WeighReport(joining: slices, path: "", size: container.size).checkSums("joined")
}

private func weighProgram(_ span: RawSpan) throws -> SizeProfile {
    let image = try Image(span)
    return try SizeProfile(image, GoProgram(image, span), span, AttributionOptions(details: true))
}

private func peakMemory() -> Int {
    var usage = rusage()
    unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
}

private func fail(_ text: String) {
    say(text)
    exit(1)
}

private func say(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}
