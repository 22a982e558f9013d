package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// workload runs the command of a grid.
type workload struct {
	grid              *grid
	launcher, scratch string
	// Folder of the Go distribution, if a command names it.
	goroot  string
	started int
}

// failure is a run that did not end as it should, with lines that the program printed.
type failure struct {
	reason string
	said   []string
}

func sameName(a, b string) bool {
	return a == b || runtime.GOOS == "windows" && strings.EqualFold(a, b)
}

func (w *workload) run(point *point) (*run, *failure) {
	environment := os.Environ()
	var extra []string
	debug := []string{}
	for _, setting := range point.Settings {
		if setting.Name == "args" {
			extra = append(extra, strings.Fields(setting.Value)...)
		} else {
			environment = changed(environment, setting.Name, setting.Value)
		}
	}
	for _, variable := range environment {
		if name, value, _ := strings.Cut(variable, "="); sameName(name, "GODEBUG") {
			for _, word := range strings.Split(value, ",") {
				if word != "" && !strings.HasPrefix(word, "gctrace=") {
					debug = append(debug, word)
				}
			}
		}
	}
	environment = changed(environment, "GODEBUG", strings.Join(append(debug, "gctrace=1"), ","))
	program := func(command, extra []string, port string) (job, error) {
		words := []string{}
		for _, word := range command {
			words = append(words, w.filled(word, point, port))
		}
		path, err := exec.LookPath(words[0])
		words[0] = path
		return job{words: append(words, extra...), env: environment, stop: "TERM"}, err
	}
	if w.grid.Server != nil {
		return w.serve(point, func(port string) (job, error) { return program(w.grid.Command, extra, port) }, environment)
	}
	result, failed := w.batch(program(w.grid.Command, extra, ""))
	if failed == nil && len(w.grid.Call) > 0 {
		result.Startup, failed = w.call(program(w.grid.Call, nil, ""))
	}
	if failed != nil {
		return nil, failed
	}
	return result, nil
}

// filled puts the values of a run into a text; port is empty for a program that ends by itself.
func (w *workload) filled(text string, point *point, port string) string {
	text = strings.ReplaceAll(text, "{{binary}}", w.grid.Binaries[point.Binary])
	text = strings.ReplaceAll(text, "{{goroot}}", w.goroot)
	if port != "" {
		text = strings.ReplaceAll(text, "{{port}}", port)
	}
	return text
}

func (w *workload) timeout() time.Duration { return time.Duration(w.grid.Timeout) * time.Second }

func (w *workload) batch(job job, err error) (*run, *failure) {
	p, trace, failed := w.complete(job, err)
	if failed != nil {
		return nil, failed
	}
	if p.usage.code != int64(w.grid.ExitCode) {
		return nil, &failure{p.words(), p.said}
	}
	return p.run(trace, p.usage.wall, nil), nil
}

// call returns the time of a call that does nothing; many programs end one with another exit code than 0.
func (w *workload) call(job job, err error) (*int64, *failure) {
	p, _, failed := w.complete(job, err)
	if failed != nil {
		failed.reason = "the call for the start-up " + failed.reason
		return nil, failed
	}
	return &p.usage.wall, nil
}

// complete runs a program until it exits.
func (w *workload) complete(job job, err error) (*process, *collector, *failure) {
	if err != nil {
		return nil, nil, &failure{reason: "cannot be started: " + err.Error()}
	}
	p, err := w.launch(job, w.timeout())
	if err != nil {
		return nil, nil, &failure{reason: "cannot be started: " + err.Error()}
	}
	<-p.done
	trace, said := p.read()
	p.said = said
	if p.timedOut.Load() {
		return nil, nil, &failure{fmt.Sprintf("did not end within %d s", w.grid.Timeout), said}
	}
	if p.usage == nil || p.flooded.Load() || p.usage.end != "exited" {
		return nil, nil, &failure{p.words(), said}
	}
	return p, &trace, nil
}

func (p *process) run(trace *collector, time int64, startup *int64) *run {
	u := p.usage
	result := &run{
		Peak: u.peak, Time: time, User: u.user, System: u.system, Startup: startup, MinorFaults: u.minorFaults,
		MajorFaults: u.majorFaults,
	}
	if trace.Cycles > 0 {
		result.Collector = trace
	}
	return result
}

// serve measures a server from its start to its stop; the time is that of the load.
func (w *workload) serve(
	point *point, program func(port string) (job, error), environment []string,
) (*run, *failure) {
	server := w.grid.Server
	port, err := freePort()
	if err != nil {
		return nil, &failure{reason: err.Error()}
	}
	filled := func(text string) string { return w.filled(text, point, port) }
	ready := newReadiness(server, filled)
	if ready.address != "" && accepts(ready.address) {
		_, taken, _ := net.SplitHostPort(ready.address)
		return nil, &failure{reason: "port " + taken + " is taken by another program before the start"}
	}
	job, err := program(port)
	if err != nil {
		return nil, &failure{reason: "cannot be started: " + err.Error()}
	}
	job.joined, job.stop = true, server.Stop
	p, err := w.launch(job, w.timeout())
	if err != nil {
		return nil, &failure{reason: "cannot be started: " + err.Error()}
	}
	isReady := ready.wait(p)
	readyAt := time.Now()
	if !isReady {
		<-p.done
		return nil, p.failed("was not ready within", w.grid.Timeout, "before it was ready")
	}
	loadTime, problem, loaded := w.load(p, filled(server.Load), environment)
	if !loaded {
		<-p.done
		return nil, p.failed("the load did not end within", w.grid.Timeout, "under load")
	}
	if problem != nil {
		p.end()
		os.Remove(p.output)
		return nil, problem
	}
	p.stop()
	killed := false
	select {
	case <-p.done:
	case <-time.After(time.Duration(server.Grace) * time.Second):
		killed = true
		p.end()
	}
	trace, said := p.read()
	if killed || p.timedOut.Load() {
		return nil, &failure{fmt.Sprintf("did not end within %d s of %s", server.Grace, stopName(server.Stop)), said}
	}
	// Many servers end with another exit code when they are asked to.
	if p.usage == nil || p.usage.end == "failed" ||
		p.usage.end == "signaled" && p.usage.code != signalNumbers[server.Stop] {
		return nil, &failure{"after " + stopName(server.Stop) + ": " + p.words(), said}
	}
	startup := max(0, readyAt.UnixNano()-p.usage.start)
	return p.run(&trace, loadTime, &startup), nil
}

var signalNumbers = map[string]int64{"HUP": 1, "INT": 2, "QUIT": 3, "KILL": 9, "TERM": 15}

func stopName(signal string) string {
	if runtime.GOOS == "windows" && signal != "KILL" {
		return "CTRL+BREAK"
	}
	return "SIG" + signal
}

// failed says why a server has ended before it was asked to.
func (p *process) failed(late string, timeout int, when string) *failure {
	_, said := p.read()
	if p.timedOut.Load() {
		return &failure{late + " " + strconv.Itoa(timeout) + " s", said}
	}
	return &failure{p.words() + " " + when, said}
}

// load runs a line of shell to its end; at the server's end it is killed, and false is returned.
func (w *workload) load(server *process, line string, environment []string) (int64, *failure, bool) {
	for _, name := range append([]string{"GODEBUG"}, runtimeVariables...) {
		environment = changed(environment, name, "")
	}
	p, err := w.launch(job{words: []string{line}, shell: true, joined: true, stop: "TERM", env: environment}, 0)
	if err != nil {
		return 0, &failure{reason: "the load cannot be started: " + err.Error()}, true
	}
	select {
	case <-p.done:
	case <-server.done:
		p.end()
		os.Remove(p.output)
		return 0, nil, false
	}
	_, said := p.read()
	if p.usage == nil || p.flooded.Load() || p.usage.end != "exited" || p.usage.code != 0 {
		return 0, &failure{"the load " + p.words(), said}, true
	}
	return p.usage.wall, nil, true
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}
