package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
	"unsafe"
)

var (
	kernel           = syscall.NewLazyDLL("kernel32.dll")
	createJob        = kernel.NewProc("CreateJobObjectW")
	setJob           = kernel.NewProc("SetInformationJobObject")
	assignToJob      = kernel.NewProc("AssignProcessToJobObject")
	consoleEvent     = kernel.NewProc("GenerateConsoleCtrlEvent")
	memoryOfProcess  = kernel.NewProc("K32GetProcessMemoryInfo")
	extendedLimits   = uintptr(9)
	killOnClose      = uint32(0x2000)
	queryInformation = uint32(0x0400 | 0x0010)
	breakEvent       = uintptr(1)
)

// jobLimits is JOBOBJECT_EXTENDED_LIMIT_INFORMATION. (winnt.h)
type jobLimits struct {
	processTime, jobTime            int64
	flags                           uint32
	leastWorkingSet, mostWorkingSet uintptr
	processes                       uint32
	affinity                        uintptr
	priority, scheduling            uint32
	_                               [8 - unsafe.Sizeof(uintptr(0))]byte
	counters                        [6]uint64
	memory                          [4]uintptr
}

// memoryCounters is PROCESS_MEMORY_COUNTERS. (psapi.h)
type memoryCounters struct {
	size, pageFaults uint32
	peakWorkingSet   uintptr
	others           [7]uintptr
}

// program is a running program in a job that ends with the launcher.
type program struct {
	process *os.Process
	handle  syscall.Handle
	start   time.Time
	kills   bool
}

func start(job *job) (*program, error) {
	if err := joinJob(); err != nil {
		return nil, err
	}
	words := job.words
	attributes := &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
	if job.shell {
		shell := os.Getenv("ComSpec")
		if shell == "" {
			shell = `C:\Windows\System32\cmd.exe`
		}
		attributes.CmdLine = `cmd /S /C "` + words[0] + `"`
		words = []string{shell}
	}
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	output, err := os.OpenFile(job.output, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	files := []*os.File{null, null, output}
	if job.joined {
		files[1] = output
	}
	begin := time.Now()
	process, err := os.StartProcess(words[0], words, &os.ProcAttr{Env: job.env, Files: files, Sys: attributes})
	if err != nil {
		return nil, err
	}
	handle, err := syscall.OpenProcess(queryInformation, false, uint32(process.Pid))
	if err != nil {
		process.Kill()
		return nil, fmt.Errorf("OpenProcess: %w", err)
	}
	return &program{process: process, handle: handle, start: begin, kills: job.stop == "KILL"}, nil
}

// joinJob puts the launcher into a job: what it starts is in the job from the first instruction on, and ends with the launcher.
func joinJob() error {
	handle, _, err := createJob.Call(0, 0)
	if handle == 0 {
		return fmt.Errorf("CreateJobObject: %w", err)
	}
	limits := jobLimits{flags: killOnClose}
	if done, _, err := setJob.Call(
		handle, extendedLimits, uintptr(unsafe.Pointer(&limits)), unsafe.Sizeof(limits)); done == 0 {
		return fmt.Errorf("SetInformationJobObject: %w", err)
	}
	own, err := syscall.GetCurrentProcess()
	if err != nil {
		return err
	}
	if done, _, err := assignToJob.Call(handle, uintptr(own)); done == 0 {
		return fmt.Errorf("AssignProcessToJobObject: %w", err)
	}
	return nil
}

// stop sends CTRL+BREAK, which Go programs get as os.Interrupt: Windows has no SIGTERM. Without a console the program is killed.
func (p *program) stop() {
	if p.kills {
		p.kill()
	} else if done, _, _ := consoleEvent.Call(breakEvent, uintptr(p.process.Pid)); done == 0 {
		p.kill()
	}
}

func (p *program) kill() { p.process.Kill() }

func (p *program) wait() *usage {
	state, err := p.process.Wait()
	if err != nil {
		return &usage{end: "failed", reason: err.Error()}
	}
	answer := &usage{
		end: "exited", code: int64(uint32(state.ExitCode())), start: p.start.UnixNano(), wall: int64(time.Since(p.start)),
		user: int64(state.UserTime()), system: int64(state.SystemTime()),
	}
	if answer.peak, answer.minorFaults, err = memory(p.handle); err != nil {
		return &usage{end: "failed", reason: err.Error()}
	}
	return answer
}

// memory returns the peak working set of a process, also after its end, and its page faults.
func memory(process syscall.Handle) (peak, faults int64, err error) {
	counters := memoryCounters{}
	counters.size = uint32(unsafe.Sizeof(counters))
	done, _, err := memoryOfProcess.Call(uintptr(process), uintptr(unsafe.Pointer(&counters)), uintptr(counters.size))
	if done == 0 {
		return 0, 0, fmt.Errorf("GetProcessMemoryInfo: %w", err)
	}
	return int64(counters.peakWorkingSet), int64(counters.pageFaults), nil
}

func hide(*exec.Cmd) {}
