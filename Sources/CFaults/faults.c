#define _GNU_SOURCE
#include "faults.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

// Signal handlers may only use what is async-signal-safe (signal-safety(7)): a table of fixed size, atomic fields, system calls.

enum { capacity = 4096 };

static struct {
    _Atomic(char *) start;
    _Atomic size_t length;
    _Atomic bool lost;
    char *path;
    struct stat status;
} table[capacity];

static struct sigaction previous[65];
static long page_size;

static void restore(int signal) {
    // The instruction is repeated, or the signal raised again, under the action that was there before.
    sigaction(signal, &previous[signal], 0);
}

static void replace_lost_pages(int signal, siginfo_t *info, void *context) {
    (void)context;
    char *address = info->si_addr;
    for (int index = 0; index < capacity; index++) {
        char *start = atomic_load(&table[index].start);
        size_t length = atomic_load(&table[index].length);
        if (!start || address < start || address >= start + length) continue;
        char *page = (char *)((uintptr_t)address & ~(uintptr_t)(page_size - 1));
        atomic_store(&table[index].lost, true);
        // The rest of the mapping at once: the bytes are not used any more.
        void *zeros = mmap(page, start + length - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
        if (zeros != MAP_FAILED) return;
    }
    restore(signal);
}

static void install(int signal, void (*handler)(int, siginfo_t *, void *)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, &previous[signal]);
}

int faults_watch(const char *path, const struct stat *status, void *start, size_t length) {
    static atomic_flag installed = ATOMIC_FLAG_INIT;
    if (!atomic_flag_test_and_set(&installed)) {
        page_size = sysconf(_SC_PAGESIZE);
        install(SIGBUS, replace_lost_pages);
    }
    for (int index = 0; index < capacity; index++) {
        char *none = 0;
        if (!atomic_compare_exchange_strong(&table[index].start, &none, start)) continue;
        table[index].path = strdup(path);
        table[index].status = *status;
        atomic_store(&table[index].lost, false);
        atomic_store(&table[index].length, length);
        return index;
    }
    return -1;
}

bool faults_lost(int mapping) {
    return mapping >= 0 && atomic_load(&table[mapping].lost);
}

void faults_unwatch(int mapping) {
    if (mapping < 0) return;
    atomic_store(&table[mapping].length, 0);
    free(table[mapping].path);
    table[mapping].path = 0;
    atomic_store(&table[mapping].start, 0);
}

bool faults_is_changed(const char *path, const struct stat *status) {
    struct stat now;
    if (stat(path, &now) != 0 || now.st_dev != status->st_dev || now.st_ino != status->st_ino) return false;
    return now.st_size != status->st_size || now.st_mtim.tv_sec != status->st_mtim.tv_sec
        || now.st_mtim.tv_nsec != status->st_mtim.tv_nsec;
}

static void say(const char *first, const char *second, const char *third) {
    const char *parts[] = {first, second, third};
    for (int index = 0; index < 3; index++) {
        if (write(STDERR_FILENO, parts[index], strlen(parts[index])) < 0) return;
    }
}

bool faults_has_room(size_t bytes) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return true;
    if (bytes == 0) bytes = limit.rlim_cur / 4;
    void *memory = mmap(0, bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return false;
    munmap(memory, bytes);
    return true;
}

static void explain_end(int signal, siginfo_t *info, void *context) {
    (void)info;
    (void)context;
    for (int index = 0; index < capacity; index++) {
        char *path = table[index].path;
        if (!atomic_load(&table[index].length) || !path) continue;
        if (!faults_lost(index) && !faults_is_changed(path, &table[index].status)) continue;
        say("pare: ", path, ": changed while it was read\n");
        _exit(2);
    }
    if (!faults_has_room(0)) {
        say("pare: ", "not enough memory under the limit of the shell", " (ulimit -v)\n");
        _exit(2);
    }
    restore(signal);
    if (signal == SIGABRT) raise(signal);
}

void faults_explain_end(void) {
    install(SIGILL, explain_end);
    install(SIGTRAP, explain_end);
    install(SIGSEGV, explain_end);
    install(SIGABRT, explain_end);
}
