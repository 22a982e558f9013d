import Foundation

/// A `go` that is a shell script: the name of the main package selects its behaviour. Its processes have a mark in their
/// environment, by which a test finds processes that are left.
public struct MockGo: Sendable {
    public let folder: TemporaryFolder
    public let executable: String
    public let environment: [String: String]

    public init() throws {
        folder = try TemporaryFolder()
        executable = try folder.script(Self.script, to: "bin/go")
        environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "PARE_GO": executable, "MOCK_FOLDER": folder.path,
        ]
        try FileManager.default.createDirectory(atPath: folder.path + "/project", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path + "/running", withIntermediateDirectories: true)
    }

    /// Started builds: `go build` lines since the last call.
    public func takeCalls() -> Int {
        let calls = folder.read("calls")?.split(separator: "\n").count ?? 0
        try? FileManager.default.removeItem(atPath: folder.path + "/calls")
        return calls
    }

    /// Processes of this mock that are alive.
    public func processes() -> [String] {
        let mark = Data("MOCK_FOLDER=\(folder.path)".utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { name in
            guard Int(name) != nil, let environment = FileManager.default.contents(atPath: "/proc/\(name)/environ") else {
                return false
            }
            return environment.range(of: mark) != nil
        }
    }

    /// Waits until the script has created a file of that name, up to the time limit of the test.
    public func wait(for name: String) async throws {
        while folder.read(name) == nil {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static let script = """
        if [ "$1" = env ]; then
            echo "{\\"GOVERSION\\":\\"${MOCK_VERSION:-go1.27.3}\\","
            echo '"GOHOSTOS":"linux","GOHOSTARCH":"amd64","CGO_ENABLED":"0",'
            echo "\\"GOROOT\\":\\"${0%/bin/go}/goroot\\",\\"GOTOOLDIR\\":\\"${0%/bin/go}/goroot/tool\\","
            echo "\\"GOMOD\\":\\"$MOCK_FOLDER/project/go.mod\\",\\"GOFLAGS\\":\\"$GOFLAGS\\"}"
            exit
        fi
        if [ "$1" = list ]; then
            [ -e "$MOCK_FOLDER/list" ] && cat "$MOCK_FOLDER/list"
            exit 0
        fi
        echo "$GOMAXPROCS $*" >>"$MOCK_FOLDER/calls"
        while [ $# -gt 1 ]; do
            if [ "$1" = -o ]; then out=$2; fi
            shift
        done
        case $1 in
        ok*)
            echo internal/abi >&2
            echo "cmd/$1" >&2
            rm -f "$out"
            echo "binary of $1" >"$out"
            ;;
        same) [ -e "$out" ] || echo "binary of $1" >"$out" ;;
        library)
            echo header >"$out.h"
            echo library >"$out"
            ;;
        tuned) echo "$GOGC $GOMEMLIMIT" >"$out" ;;
        nothing) ;;
        macho) cat "$MOCK_FOLDER/$GOARCH" >"$out" || exit 1 ;;
        generated) cat "$MOCK_FOLDER/project/generated.go" >"$out" ;;
        fail)
            rm -f "$out"
            echo half >"$out"
            i=0
            echo "# cmd/fail" >&2
            while [ $i -lt 30 ]; do i=$((i + 1)); echo "./main.go:$i:1: undefined: x" >&2; done
            exit 1
            ;;
        noisy)
            yes 'a line of talk, long enough to fill a pipe soon' | head -n 50000 >&2
            yes 'and the other stream' | head -n 50000
            exit 1
            ;;
        killed) kill -9 $$ ;;
        hang1)
            echo hanging >"$MOCK_FOLDER/hanging"
            while [ ! -e "$MOCK_FOLDER/go-on" ]; do sleep 0.01; done
            echo "binary of $1" >"$out"
            ;;
        hang)
            rm -f "$out"
            echo half >"$out"
            sleep 600 &
            echo hanging >"$MOCK_FOLDER/hanging"
            wait
            ;;
        stubborn)
            (trap '' TERM INT; echo hanging >"$MOCK_FOLDER/hanging"; while :; do sleep 600; done) &
            wait
            ;;
        count*)
            mkdir "$MOCK_FOLDER/running/$$"
            while [ ! -e "$MOCK_FOLDER/full" ]; do
                [ "$(ls "$MOCK_FOLDER/running" | wc -l)" -ge "$(cat "$MOCK_FOLDER/width")" ] && touch "$MOCK_FOLDER/full"
                sleep 0.02
            done
            ls "$MOCK_FOLDER/running" | wc -l >>"$MOCK_FOLDER/counts"
            sleep 0.1
            rmdir "$MOCK_FOLDER/running/$$"
            echo binary >"$out"
            ;;
        big)
            head -c "$(cat "$MOCK_FOLDER/size")" /dev/zero | tail -c "$(cat "$MOCK_FOLDER/size")" >/dev/null
            echo binary >"$out"
            ;;
        esac
        """
}
