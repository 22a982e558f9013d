#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

// A file that is mapped into memory can be truncated or rewritten meanwhile: a page that it no longer has raises SIGBUS.

// Keeps reads of a mapping from ending the process: pages that the file has lost are zeros from then on. `path` and `status` are
// those of the file that is mapped. Returns a number for the other functions, or -1 where too many files are mapped at once.
int faults_watch(const char *path, const struct stat *status, void *start, size_t length);

// Whether a page of the mapping was lost.
bool faults_lost(int mapping);

// Ends the watch; the mapping is removed after it.
void faults_unwatch(int mapping);

// Whether the file at a path is still the one of `status`, with other contents by size and time.
bool faults_is_changed(const char *path, const struct stat *status);

// Whether memory is not limited (`ulimit -v`), or so many bytes are left; for 0 a quarter of the limit.
bool faults_has_room(size_t bytes);

// A defect ends the process, unless its cause is outside of it: where a file has changed while it was mapped, or memory is limited
// by `ulimit -v`, the process says so and ends with exit code 2.
void faults_explain_end(void);
