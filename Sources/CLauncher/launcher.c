#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char name[] = "pare-launcher";
static volatile sig_atomic_t child;
static int stop_signal;

const char *launcher_name(void) { return name; }

int launcher_result(void) { return memfd_create(name, MFD_CLOEXEC); }

static void forward(int signal) {
    if (child > 0) kill(-child, signal == SIGUSR1 ? stop_signal : SIGKILL);
}

static long long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

static void report(const char *path, const char *line) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || write(file, line, strlen(line)) < 0) _exit(126);
    close(file);
}

static void run(int merge, char **words, int failure) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    if (!merge || dup2(2, 1) == 1) execv(words[0], words);
    int reason = errno;
    if (write(failure, &reason, sizeof reason) < 0) _exit(126);
    _exit(127);
}

// A move to another cgroup takes milliseconds: the launcher is in it before the time starts, and the program from its first page on.
static void join(const char *group) {
    char path[4096];
    if (snprintf(path, sizeof path, "%s/cgroup.procs", group) >= (int)sizeof path) return;
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    if (write(file, "0", 1) < 0) {}
    close(file);
}

__attribute__((constructor)) static void launch(int count, char **arguments) {
    if (count < 6 || strcmp(arguments[0], name)) return;
    const char *result = arguments[1];
    stop_signal = atoi(arguments[2]);
    struct sigaction action = {.sa_handler = forward, .sa_flags = SA_RESTART};
    int handled[] = {SIGUSR1, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    sigset_t held, before;
    sigemptyset(&held);
    for (size_t index = 0; index < sizeof handled / sizeof *handled; index++) sigaddset(&held, handled[index]);
    sigprocmask(SIG_BLOCK, &held, &before);
    for (size_t index = 0; index < sizeof handled / sizeof *handled; index++) sigaction(handled[index], &action, 0);
    // Lines that are not read at once must not stop the program.
    fcntl(2, F_SETPIPE_SZ, 1 << 20);
    int failure[2];
    if (pipe2(failure, O_CLOEXEC)) _exit(126);

    // Processes whose parent ends become children of the launcher: a container's first process may not reap them.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (*arguments[4]) join(arguments[4]);
    long long start = nanoseconds();
    pid_t process = fork();
    if (process < 0) _exit(126);
    if (process == 0) run(atoi(arguments[3]), arguments + 5, failure[1]);
    setpgid(process, process);
    child = process;
    sigprocmask(SIG_UNBLOCK, &held, 0);
    close(failure[1]);

    char line[256];
    siginfo_t ended = {.si_pid = 0};
    while (waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT) ? errno == EINTR : ended.si_pid != process) {
        if (ended.si_pid > 0 && ended.si_pid != process) waitpid(ended.si_pid, 0, 0);
        ended.si_pid = 0;
    }
    long long wall = nanoseconds() - start;
    // Children that the program leaves; its process id is not reused before it is reaped.
    kill(-process, SIGKILL);
    int status = 0, reason = 0;
    struct rusage usage;
    while (wait4(process, &status, 0, &usage) < 0 && errno == EINTR) {}
    child = 0;
    // Processes of the group are gone before their files are looked at: a second at most.
    struct timespec pause = {.tv_nsec = 5000000};
    for (int tries = 0; tries < 200 && kill(-process, SIGKILL) == 0; tries++) {
        while (waitpid(-process, 0, WNOHANG) > 0) {}
        nanosleep(&pause, 0);
    }
    if (read(failure[0], &reason, sizeof reason) == sizeof reason) {
        snprintf(line, sizeof line, "failed %d\n", reason);
    } else {
        snprintf(
            line, sizeof line, "%s %d %ld %lld %lld %lld %ld %ld\n", WIFEXITED(status) ? "exited" : "signaled",
            WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), usage.ru_maxrss, microseconds(usage.ru_utime),
            microseconds(usage.ru_stime), wall, usage.ru_minflt, usage.ru_majflt);
    }
    report(result, line);
    _exit(0);
}
