// Runs one program and writes its use of resources to a file.
//
// `ru_maxrss` of a child starts at the resident size of the process it was copied from (exec_mmap of Linux). This program started
// again under the name below becomes a launcher before its own main function, while it is small: a copy of it has few pages.
//
//     launcher RESULT SIGNAL MERGE GROUP PROGRAM ARGUMENT...
//
// SIGUSR1 sends SIGNAL to the program's process group, SIGTERM and SIGINT end that group. MERGE 1 joins standard output to standard
// error. GROUP is the folder of a cgroup for launcher and program, or empty. RESULT gets one line: `exited CODE` or
// `signaled NUMBER`, then peak resident memory in KiB, microseconds of user and of system time, nanoseconds from start to end, page
// faults without and with a read; `failed ERRNO` where the program cannot start.

// Name of the launcher as argument 0.
const char *launcher_name(void);

// File in memory for RESULT, closed in children; below zero where there is none. Its path is /proc/PROCESS/fd/FILE.
int launcher_result(void);
