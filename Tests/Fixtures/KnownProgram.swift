import Foundation

/// A Go program with a known live set: keeps MIB MiB, then allocates TOTAL MiB of garbage in steps with pauses between them, so that
/// the collector is never behind. With `serve PORT` it says `listening`, and each GET of `/` allocates a MiB.
public enum KnownProgram {
    private static let source = """
        package main

        import (
        \t"fmt"
        \t"net"
        \t"net/http"
        \t"os"
        \t"strconv"
        \t"time"
        )

        var kept [][]byte
        var garbage []byte

        func allocate(mib int) {
        \tfor i := 0; i < mib*64; i++ {
        \t\tgarbage = make([]byte, 16<<10)
        \t\tfor j := 0; j < len(garbage); j += 4096 {
        \t\t\tgarbage[j] = 1
        \t\t}
        \t}
        }

        func keep(mib int) {
        \tfor i := 0; i < mib*64; i++ {
        \t\tblock := make([]byte, 16<<10)
        \t\tfor j := 0; j < len(block); j += 4096 {
        \t\t\tblock[j] = 1
        \t\t}
        \t\tkept = append(kept, block)
        \t\tif i%64 == 63 {
        \t\t\ttime.Sleep(200 * time.Microsecond)
        \t\t}
        \t}
        }

        func number(index int) int {
        \tn, _ := strconv.Atoi(os.Args[index])
        \treturn n
        }

        func main() {
        \tswitch os.Args[1] {
        \tcase "serve":
        \t\tlistener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[2])
        \t\tif err != nil {
        \t\t\tfmt.Fprintln(os.Stderr, err)
        \t\t\tos.Exit(1)
        \t\t}
        \t\tkeep(8)
        \t\tfmt.Println("listening")
        \t\thttp.Serve(listener, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { allocate(1) }))
        \tcase "exit":
        \t\tfmt.Fprintln(os.Stderr, "no such input")
        \t\tos.Exit(number(2))
        \tcase "crash":
        \t\tkept[0][0] = 1
        \tcase "hang":
        \t\ttime.Sleep(time.Hour)
        \tdefault:
        \t\tkeep(number(1))
        \t\tfor i := 0; i < number(2); i++ {
        \t\t\tallocate(1)
        \t\t\ttime.Sleep(200 * time.Microsecond)
        \t\t}
        \t}
        }

        """

    /// Builds it, for this machine or another target; the program is `known` in the folder. Throws when go fails.
    public static func build(
        release: String? = nil, target: (system: String, architecture: String)? = nil
    ) async throws -> TemporaryFolder {
        var environment = ["GO111MODULE": "on"]
        if let target { (environment["GOOS"], environment["GOARCH"]) = (target.system, target.architecture) }
        let folder = try TemporaryFolder()
        try folder.write("module example.org/known\n\ngo 1.21\n", to: "go.mod")
        try folder.write(source, to: "main.go")
        _ = try await runGo(
            ["build", "-C", folder.path, "-o", "known", "."], environment: environment, release: release)
        return folder
    }
}
