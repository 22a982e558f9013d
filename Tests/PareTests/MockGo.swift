/// A go that is a shell script: it copies `MOCK_BINARY`, or fails, or does not end, by the name of the main package.
let mockGo = """
    [ "$1" = build ] && echo build >>"${MOCK_BINARY%/*}/calls"
    case $1 in
    env)
        echo '{"GOVERSION":"go1.27.3","GOROOT":"/goroot","GOHOSTOS":"linux","GOHOSTARCH":"amd64","CGO_ENABLED":"0",'
        echo '"GOFLAGS":"'"$GOFLAGS"'","GOCACHEPROG":"'"$GOCACHEPROG"'"}'
        exit ;;
    list)
        [ "$2" = -deps ] && exit
        pwd -P
        echo "$(pwd -P)/cmd/tool"
        echo /elsewhere
        exit ;;
    esac
    while [ $# -gt 1 ]; do
        if [ "$1" = -o ]; then out=$2; fi
        shift
    done
    case $1 in
    ./cmd/bad)
        echo half >"$out"
        echo '# example.com/app/cmd/bad' >&2
        echo 'cmd/bad/bad.go:3:15: undefined: missing' >&2
        exit 1 ;;
    ./cmd/endless)
        echo half >"$out"
        sleep 600 &
        echo $! >"${MOCK_BINARY%/*}/endless"
        wait ;;
    esac
    if [ -n "$BIG" ]; then head -c 300000 /dev/zero >"$out.part" || exit 1; fi
    cp "$MOCK_BINARY" "$out.part" || exit 1
    mv "$out.part" "$out"
    """
