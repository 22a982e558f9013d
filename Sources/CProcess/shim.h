#include <malloc.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The kernel's waitid has a fifth argument that glibc's lacks: with WNOWAIT it is the only way to learn the peak memory
// of a child that somebody else will reap.
static inline int waitid_rusage(pid_t pid, siginfo_t *info, int options, struct rusage *usage) {
    return (int)syscall(SYS_waitid, P_PID, pid, info, options, usage);
}

// In Swift 6 a global that can change is not imported.
static inline char *const *environment_entries(void) {
    extern char **environ;
    return environ;
}

// Processors that this process may run on; 0 where the kernel does not tell.
static inline int allowed_processors(void) {
    unsigned long mask[1024] = {0};
    long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    int count = 0;
    for (long word = 0; word < bytes / (long)sizeof mask[0]; word++) count += __builtin_popcountl(mask[word]);
    return count;
}
