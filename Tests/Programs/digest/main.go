// Digest prints checksums of its arguments. The sums are C: what the presets for C code change can be seen on it.
package main

/*
#include "digest.h"
*/
import "C"

import (
	"os"
	"strconv"
	"unsafe"
)

func main() {
	for _, text := range append(os.Args[1:], "123456789") {
		data := (*C.uint8_t)(unsafe.Pointer(unsafe.StringData(text)))
		size := C.size_t(len(text))
		sum := uint64(C.digest_crc32(data, size))
		hash := uint64(C.digest_fnv1a(data, size))
		os.Stdout.WriteString(strconv.FormatUint(sum, 16) + " " + strconv.FormatUint(hash, 16) + "\n")
	}
}
