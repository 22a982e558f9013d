#include <stddef.h>
#include <stdint.h>

/* Of libFuzzer: runs `test` with inputs until told to stop. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));
