package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// Output beyond this fills the disk of the machine.
const mostOutput = 1 << 30

// process is a program below its launcher.
type process struct {
	orders io.WriteCloser
	done   chan struct{}
	// Valid after done.
	usage    *usage
	output   string
	said     []string
	timedOut atomic.Bool
	flooded  atomic.Bool
}

// launch starts a program and kills it after the timeout, 0 for none.
func (w *workload) launch(job job, timeout time.Duration) (*process, error) {
	w.started++
	base := filepath.Join(w.scratch, fmt.Sprint(w.started))
	job.result, job.output = base+".result", base+".output"
	for _, field := range job.fields() {
		if strings.ContainsRune(field, 0) {
			return nil, fmt.Errorf("a word or variable has a NUL")
		}
	}
	if err := os.WriteFile(base+".job", []byte(strings.Join(job.fields(), "\x00")), 0o600); err != nil {
		return nil, err
	}
	command := exec.Command(w.launcher, launcherWord, base+".job")
	// The launcher is a Go program as well: it neither collects nor prints.
	command.Env = changed(changed(os.Environ(), "GODEBUG", ""), "GOGC", "off")
	command.Stderr = os.Stderr
	hide(command)
	orders, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	p := &process{orders: orders, done: make(chan struct{}), output: job.output}
	go func() {
		command.Wait()
		p.usage = readUsage(job.result)
		os.Remove(job.result)
		os.Remove(base + ".job")
		close(p.done)
	}()
	go p.guard(timeout)
	return p, nil
}

// guard kills what runs too long or prints too much.
func (p *process) guard(timeout time.Duration) {
	end := make(<-chan time.Time)
	if timeout > 0 {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		end = timer.C
	}
	check := time.NewTicker(500 * time.Millisecond)
	defer check.Stop()
	for {
		select {
		case <-p.done:
			return
		case <-end:
			p.timedOut.Store(true)
			p.kill()
			return
		case <-check.C:
			if status, err := os.Stat(p.output); err == nil && status.Size() > mostOutput {
				p.flooded.Store(true)
				p.kill()
				return
			}
		}
	}
}

func (p *process) stop() { io.WriteString(p.orders, "s") }
func (p *process) kill() { io.WriteString(p.orders, "k") }

// end kills the program and waits for its end.
func (p *process) end() {
	p.kill()
	<-p.done
}

// words says how the program has ended.
func (p *process) words() string {
	switch {
	case p.flooded.Load():
		return fmt.Sprintf("printed more than %d MiB", mostOutput>>20)
	case p.usage == nil:
		return "was ended with its launcher"
	case p.usage.end == "failed":
		return "cannot be started: " + p.usage.reason
	case p.usage.end == "signaled":
		return fmt.Sprintf("was ended by signal %d", p.usage.code)
	}
	return fmt.Sprintf("ended with exit code %d", p.usage.code)
}

// read separates the lines of the collector from an excerpt of the others: the first four and the last five. The file is removed.
func (p *process) read() (collector, []string) {
	var trace collector
	var first, last []string
	dropped := 0
	file, err := os.Open(p.output)
	if err != nil {
		return trace, nil
	}
	defer os.Remove(p.output)
	defer file.Close()
	for reader := bufio.NewReaderSize(file, 1<<16); ; {
		line, err := reader.ReadSlice('\n')
		if err == bufio.ErrBufferFull {
			line = bytes.Clone(line)
			for err == bufio.ErrBufferFull {
				_, err = reader.ReadSlice('\n')
			}
		}
		text := strings.TrimRight(string(line), "\r\n")
		if len(line) > 0 && !trace.add(text) {
			text = strings.ReplaceAll(text[:min(len(text), 200)], "\t", "    ")
			if len(first) < 4 {
				first = append(first, text)
			} else {
				last = append(last, text)
				if len(last) > 5 {
					last = last[1:]
					dropped++
				}
			}
		}
		if err != nil {
			break
		}
	}
	if dropped > 0 {
		first = append(first, fmt.Sprintf("… %d more lines", dropped))
	}
	return trace, append(first, last...)
}

// changed sets a variable, or removes it where the value is empty. Windows takes names without regard to case.
func changed(environment []string, name, value string) []string {
	result := []string{}
	for _, variable := range environment {
		if its, _, _ := strings.Cut(variable, "="); !sameName(its, name) {
			result = append(result, variable)
		}
	}
	if value != "" {
		result = append(result, name+"="+value)
	}
	return result
}
