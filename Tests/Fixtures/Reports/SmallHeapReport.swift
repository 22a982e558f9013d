package import Reports

/// Values of a heap and a CPU profile of the program of `smallReport`: of packages and functions, and of code that it has no bytes
/// for.
package func smallHeapReport(base: [String] = []) -> HeapReport {
    let columns: [HeapReport.Column] = [
        .init(name: "samples", unit: "count", total: 5), .init(name: "cpu", unit: "nanoseconds", total: 50_000_000),
        .init(name: "alloc_objects", unit: "count", total: 103), .init(name: "alloc_space", unit: "bytes", total: 9_000_000),
        .init(name: "inuse_objects", unit: "count", total: 8), .init(name: "inuse_space", unit: "bytes", total: 2_097_152),
    ]
    func row(_ name: String, _ flat: [Int], of package: String? = nil) -> HeapReport.Row {
        .init(name: name, package: package, flat: flat, cumulative: flat)
    }
    let http = [2, 20_000_000, 100, 8_998_000, 5, 2_095_152]
    let runtime = [3, 30_000_000, 1, 1_000, 1, 1_000]
    let nowhere = [0, 0, 2, 1_000, 2, 1_000]
    let idle = Array(repeating: 0, count: 6)
    return HeapReport(
        profiles: ["heap.pb.gz", "cpu.pb.gz"], base: base, binary: nil, columns: columns,
        packages: [
            row("net/http", http), row("runtime", runtime), row("(no package)", nowhere), row("example.com/app", idle),
        ],
        functions: [
            row("net/http.(*conn).serve", http, of: "net/http"), row("runtime.mallocgc", runtime, of: "runtime"),
            row("(unknown)", nowhere, of: "(no package)"), row("main.main", idle, of: "example.com/app"),
        ],
        lines: [.init(name: "net/http.(*conn).serve", package: "net/http", file: "net/http/server.go", line: 1_900, flat: http)],
        warnings: [])
}
