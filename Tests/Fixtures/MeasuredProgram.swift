import Subprocess
import SystemPackage
import Testing

/// A Go program that allocates, keeps, blocks and computes in functions of known names, and writes a profile of each kind into a
/// folder.
public enum MeasuredProgram {
    static let source = """
        package main

        import (
        \t"fmt"
        \t"os"
        \t"path/filepath"
        \t"runtime"
        \t"runtime/pprof"
        \t"strings"
        \t"sync"
        \t"time"
        )

        type store[T any] struct{ kept []T }

        func (s *store[T]) keep(v T) { s.kept = append(s.kept, v) }

        var blocks store[[]byte]
        var names store[string]

        //go:noinline
        func allocate(count, size int) {
        \tfor i := 0; i < count; i++ {
        \t\tblocks.keep(make([]byte, size))
        \t}
        }

        func churn(count int) (total int) {
        \tfor i := 0; i < count; i++ {
        \t\ttotal += len(strings.Repeat(fmt.Sprint("x", i), 100))
        \t}
        \treturn total
        }

        func inlined(n int) []int { return make([]int, n) }

        func compute(until time.Time) (sum float64) {
        \tfor time.Now().Before(until) {
        \t\tfor i := 1; i < 100000; i++ {
        \t\t\tsum += 1 / float64(i)
        \t\t}
        \t}
        \treturn sum
        }

        func wait(m *sync.Mutex, group *sync.WaitGroup) {
        \tdefer group.Done()
        \tm.Lock()
        \ttime.Sleep(time.Millisecond)
        \tm.Unlock()
        }

        func write(kind, path string) {
        \tf, err := os.Create(path)
        \tif err == nil {
        \t\terr = pprof.Lookup(kind).WriteTo(f, 0)
        \t}
        \tif err != nil {
        \t\tpanic(err)
        \t}
        }

        func main() {
        \tfolder := os.Args[1]
        \truntime.MemProfileRate = 4096
        \truntime.SetBlockProfileRate(1)
        \truntime.SetMutexProfileFraction(1)
        \tcpu, _ := os.Create(filepath.Join(folder, "cpu"))
        \tpprof.StartCPUProfile(cpu)
        \tallocate(1000, 5000)
        \tchurn(2000)
        \truntime.GC()
        \twrite("heap", filepath.Join(folder, "before"))
        \tkept := inlined(1 << 16)
        \tnames.keep(strings.Repeat("y", 1<<18))
        \tchurn(5000)
        \tvar m sync.Mutex
        \tvar group sync.WaitGroup
        \tfor i := 0; i < 8; i++ {
        \t\tgroup.Add(1)
        \t\tgo wait(&m, &group)
        \t}
        \tgroup.Wait()
        \tsum := compute(time.Now().Add(300 * time.Millisecond))
        \tpprof.StopCPUProfile()
        \truntime.GC()
        \tfor _, kind := range []string{"heap", "allocs", "goroutine", "block", "mutex", "threadcreate"} {
        \t\twrite(kind, filepath.Join(folder, kind))
        \t}
        \tfmt.Println(len(kept), sum > 0, len(blocks.kept))
        \truntime.KeepAlive(kept)
        }

        """

    /// Builds and runs it; its profiles are in the folder. Throws when go or the program fails.
    public static func run() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("module example.org/measured\n\ngo 1.21\n", to: "go.mod")
        try folder.write(source, to: "main.go")
        _ = try await runGo(["build", "-C", folder.path, "-o", "measured", "."], environment: ["GO111MODULE": "on"])
        _ = try await launch(folder.path + "/measured", [folder.path])
        return folder
    }
}

/// Standard output of a program. Throws what it says on its standard error when it fails.
public func launch(_ path: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> String {
    let changes = Dictionary(
        uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
    let run = try await Subprocess.run(
        .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit.updating(changes),
        output: .string(limit: 1 << 26), error: .string(limit: 1 << 20))
    try #require(run.terminationStatus.isSuccess, "\(path): \(run.standardError)")
    return run.standardOutput
}
