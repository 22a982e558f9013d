package main

import (
	"os"
	"strconv"
	"strings"
)

// The runner started again becomes the launcher of one program: the peak of a child starts at the size of the process that it was
// copied from (exec_mmap of Linux), and this one is small. It also ends what the program leaves, and the program where the runner
// ends.
const launcherWord = "--launch"

// job is one start of a program, passed to the launcher as a file of fields that end in NUL.
type job struct {
	// File of the launcher's answer, and of the program's standard error.
	result, output string
	// Standard output joins standard error; else it is discarded.
	joined bool
	// The only word is a line for the shell of the system.
	shell bool
	// Name of the signal that asks the program to end.
	stop  string
	words []string
	env   []string
}

func (j *job) fields() []string {
	fields := []string{
		j.result, j.output, strconv.FormatBool(j.joined), strconv.FormatBool(j.shell), j.stop, strconv.Itoa(len(j.words)),
	}
	return append(append(fields, j.words...), j.env...)
}

func readJob(path string) *job {
	text, err := os.ReadFile(path)
	if err != nil {
		fail(err.Error())
	}
	fields := strings.Split(string(text), "\x00")
	if len(fields) < 6 {
		fail(path + ": not a job")
	}
	count, err := strconv.Atoi(fields[5])
	if err != nil || count < 1 || count > len(fields)-6 {
		fail(path + ": not a job")
	}
	return &job{
		result: fields[0], output: fields[1], joined: fields[2] == "true", shell: fields[3] == "true", stop: fields[4],
		words: fields[6 : 6+count], env: fields[6+count:],
	}
}

// usage is what one program took: nanoseconds and bytes.
type usage struct {
	// `exited`, `signaled` or `failed`, where the program was not started.
	end string
	// Exit code or signal.
	code int64
	// When it was started, nanoseconds since 1970.
	start, wall, user, system, peak int64
	minorFaults, majorFaults        int64
	reason                          string
}

func (u *usage) text() string {
	numbers := []int64{u.code, u.start, u.wall, u.user, u.system, u.peak, u.minorFaults, u.majorFaults}
	text := u.end
	for _, number := range numbers {
		text += " " + strconv.FormatInt(number, 10)
	}
	return text + " " + u.reason
}

// readUsage returns nil where the launcher was ended before it could answer.
func readUsage(path string) *usage {
	text, err := os.ReadFile(path)
	fields := strings.SplitN(string(text), " ", 10)
	if err != nil || len(fields) < 10 {
		return nil
	}
	u := &usage{end: fields[0], reason: fields[9]}
	for index, number := range []*int64{
		&u.code, &u.start, &u.wall, &u.user, &u.system, &u.peak, &u.minorFaults, &u.majorFaults,
	} {
		*number, _ = strconv.ParseInt(fields[index+1], 10, 64)
	}
	return u
}

// launcherMain starts the program, obeys the runner and answers with the program's use of resources.
func launcherMain(path string) {
	job := readJob(path)
	program, err := start(job)
	answer := &usage{end: "failed"}
	if err != nil {
		answer.reason = err.Error()
	} else {
		go obey(program)
		answer = program.wait()
	}
	if err := os.WriteFile(job.result, []byte(answer.text()), 0o600); err != nil {
		fail(err.Error())
	}
}

// obey reads `s` to stop the program and `k` to kill it, which the end of the runner does too.
func obey(program *program) {
	order := make([]byte, 1)
	for {
		if count, err := os.Stdin.Read(order); err != nil || count == 0 || order[0] == 'k' {
			program.kill()
			return
		}
		program.stop()
	}
}
