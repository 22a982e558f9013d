//go:build unix

package main

import (
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// program is a running program, in a process group of its own.
type program struct {
	process int
	start   time.Time
	signal  syscall.Signal
}

var signals = map[string]syscall.Signal{
	"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "HUP": syscall.SIGHUP, "QUIT": syscall.SIGQUIT, "KILL": syscall.SIGKILL,
}

func start(job *job) (*program, error) {
	words := job.words
	if job.shell {
		words = []string{"/bin/sh", "-c", words[0]}
	}
	null, err := syscall.Open("/dev/null", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	output, err := syscall.Open(
		job.output, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_APPEND|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, err
	}
	files := []uintptr{uintptr(null), uintptr(null), uintptr(output)}
	if job.joined {
		files[1] = uintptr(output)
	}
	begin := time.Now()
	process, err := syscall.ForkExec(
		words[0], words,
		&syscall.ProcAttr{Env: job.env, Files: files, Sys: &syscall.SysProcAttr{Setpgid: true}})
	if err != nil {
		return nil, err
	}
	return &program{process: process, start: begin, signal: signals[job.stop]}, nil
}

func (p *program) stop() { syscall.Kill(-p.process, p.signal) }
func (p *program) kill() { syscall.Kill(-p.process, syscall.SIGKILL) }

func (p *program) wait() *usage {
	var status syscall.WaitStatus
	var used syscall.Rusage
	for {
		_, err := syscall.Wait4(p.process, &status, 0, &used)
		if err == nil {
			break
		}
		if err != syscall.EINTR {
			return &usage{end: "failed", reason: err.Error()}
		}
	}
	wall := time.Since(p.start)
	// Children that the program leaves.
	p.kill()
	answer := &usage{
		end: "exited", code: int64(status.ExitStatus()), start: p.start.UnixNano(), wall: int64(wall),
		user: used.Utime.Nano(), system: used.Stime.Nano(), peak: int64(used.Maxrss) * 1024,
		minorFaults: int64(used.Minflt), majorFaults: int64(used.Majflt),
	}
	if runtime.GOOS == "darwin" {
		answer.peak /= 1024
	}
	if status.Signaled() {
		answer.end, answer.code = "signaled", int64(status.Signal())
	}
	return answer
}

// hide keeps the launcher out of the terminal's group: an interrupt ends the runner, whose end it sees.
func hide(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
