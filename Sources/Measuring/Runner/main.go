// The runner of a pack that `pare measure --pack` writes: runs the binaries in its folder under every point of a grid and writes the
// figures of each run as JSON, which `pare measure --read` makes a report of.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == launcherWord {
		launcherMain(os.Args[2])
		return
	}
	output := flag.String("o", "measure.json", "`file` for the figures")
	flag.Parse()
	if flag.NArg() > 0 {
		fail("takes no arguments but -o FILE; the command is in grid.json")
	}
	failed, err := measure(*output)
	if err != nil {
		fail(err.Error())
	}
	if failed {
		os.Exit(3)
	}
}

func fail(reason string) {
	fmt.Fprintln(os.Stderr, "measure: "+reason)
	os.Exit(2)
}

// measure returns whether a point has failed.
func measure(output string) (bool, error) {
	executable, err := os.Executable()
	if err != nil {
		return false, err
	}
	folder := filepath.Dir(executable)
	grid, err := readGrid(filepath.Join(folder, "grid.json"))
	if err != nil {
		return false, err
	}
	goroot := ""
	if grid.names("{{goroot}}") {
		if goroot, err = findGoroot(); err != nil {
			return false, err
		}
	}
	for name, file := range grid.Binaries {
		grid.Binaries[name] = filepath.Join(folder, filepath.FromSlash(file))
	}
	// A place that cannot be written is refused before the work, not after it.
	file, err := os.Create(output)
	if err != nil {
		return false, err
	}
	defer file.Close()
	scratch, err := os.MkdirTemp("", "pare-measure-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(scratch)
	grid.addInherited()
	w := workload{grid: grid, launcher: executable, scratch: scratch, goroot: goroot}
	w.points(func(text string) { fmt.Println(text) })
	text, err := json.MarshalIndent(grid.Report, "", "  ")
	if err != nil {
		return false, err
	}
	if _, err := file.Write(append(text, '\n')); err != nil {
		return false, err
	}
	failed := false
	for _, point := range grid.Report.Points {
		if point.Failure != "" {
			failed = true
			fmt.Fprintf(os.Stderr, "measure: %s: %s\n", point.title(), point.Failure)
			for _, line := range point.Said {
				fmt.Fprintln(os.Stderr, "    "+line)
			}
		}
	}
	fmt.Printf("%s is written: pare measure --read %s\n", output, output)
	return failed, file.Close()
}

// findGoroot returns the folder of the Go distribution of this machine.
func findGoroot() (string, error) {
	if root := os.Getenv("GOROOT"); root != "" {
		return root, nil
	}
	text, err := exec.Command("go", "env", "GOROOT").Output()
	root := strings.TrimSpace(string(text))
	if err != nil || root == "" {
		return "", fmt.Errorf("the command has {{goroot}}, and there is no go on PATH that tells it; install Go or set GOROOT")
	}
	return root, nil
}

func readGrid(path string) (*grid, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var grid grid
	if err := json.Unmarshal(text, &grid); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if grid.Schema != gridSchema {
		return nil, fmt.Errorf("%s: schema %q, expected %q", path, grid.Schema, gridSchema)
	}
	if target := runtime.GOOS + "/" + runtime.GOARCH; grid.Report.Machine.Target != target {
		return nil, fmt.Errorf("%s: a grid for %s, this is the runner for %s", path, grid.Report.Machine.Target, target)
	}
	if len(grid.Command) == 0 || len(grid.Report.Points) == 0 || grid.Report.Rounds < 1 || grid.Timeout < 1 {
		return nil, fmt.Errorf("%s: no command, points, runs or timeout", path)
	}
	grid.Report.Machine.Processors = runtime.NumCPU()
	return &grid, nil
}

// points runs every point once in each round, so that a machine that becomes slower does so for all.
func (w *workload) points(progress func(string)) {
	report := &w.grid.Report
	var shown []*point
	for _, point := range report.Points {
		point.Runs = []run{}
		if point.Skipped == "" {
			shown = append(shown, point)
		}
	}
	rounds := report.WarmUp + report.Rounds
	for round := 0; round < rounds; round++ {
		for number := range shown {
			// The order turns by one, so that no point always follows the same other.
			point := shown[(number+round)%len(shown)]
			if point.Failure != "" || point.Skipped != "" {
				continue
			}
			progress(fmt.Sprintf("round %d of %d, run %d of %d: %s", round+1, rounds, number+1, len(shown), point.title()))
			result, failure := w.run(point)
			if failure != nil && failure.unsupported() != "" {
				point.Skipped = failure.unsupported()
			} else if failure != nil {
				point.Failure, point.Said = failure.reason, failure.said
			} else if round >= report.WarmUp {
				point.Runs = append(point.Runs, *result)
			}
		}
	}
}

// unsupported returns what a program says that needs another processor, as one built for GOAMD64=v4. (runtime.check)
func (f *failure) unsupported() string {
	for _, line := range f.said {
		if strings.HasPrefix(line, "This program can only be run on") {
			return line
		}
	}
	return ""
}

func (p *point) title() string {
	words := []string{}
	for _, setting := range p.Settings {
		if setting.Value != "" {
			words = append(words, setting.Name+"="+setting.Value)
		}
	}
	if len(words) == 0 {
		words = []string{"default"}
	}
	name := p.Preset
	if name == "" {
		name = p.Binary
	}
	if p.Target != "" {
		name = p.Target + " " + name
	}
	return name + " " + strings.Join(words, " ")
}
