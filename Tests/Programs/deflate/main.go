// Deflate packs its arguments with zlib, a C library of the system, and unpacks them again: it fails when they differ.
package main

/*
#cgo !windows LDFLAGS: -lz
// Windows brings no zlib that the program could find at run time, so there it is linked in.
#cgo windows LDFLAGS: -l:libz.a
#include <zlib.h>
*/
import "C"

import (
	"fmt"
	"os"
	"strings"
	"unsafe"
)

func pack(text []byte) ([]byte, error) {
	size := C.compressBound(C.uLong(len(text)))
	packed := make([]byte, size)
	code := C.compress2((*C.Bytef)(&packed[0]), &size, (*C.Bytef)(unsafe.SliceData(text)), C.uLong(len(text)), C.Z_BEST_COMPRESSION)
	if code != C.Z_OK {
		return nil, fmt.Errorf("compress2: %s", C.GoString(C.zError(code)))
	}
	return packed[:size], nil
}

func unpack(packed []byte, length int) ([]byte, error) {
	size := C.uLong(length)
	text := make([]byte, length+1)
	code := C.uncompress((*C.Bytef)(&text[0]), &size, (*C.Bytef)(&packed[0]), C.uLong(len(packed)))
	if code != C.Z_OK {
		return nil, fmt.Errorf("uncompress: %s", C.GoString(C.zError(code)))
	}
	return text[:size], nil
}

func run() error {
	text := []byte(strings.Repeat(strings.Join(os.Args[1:], " "), 1000))
	packed, err := pack(text)
	if err != nil {
		return err
	}
	back, err := unpack(packed, len(text))
	if err != nil {
		return err
	}
	if string(back) != string(text) {
		return fmt.Errorf("%d bytes came back as %d others", len(text), len(back))
	}
	fmt.Println(len(text), "->", len(packed), "->", len(back))
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "deflate:", err)
		os.Exit(1)
	}
}
