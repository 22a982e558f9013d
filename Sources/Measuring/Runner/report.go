package main

import (
	"os"
	"strings"
)

const gridSchema = "pare.measure-grid/1"

// grid says what to run; its report has all points, without runs.
type grid struct {
	Schema string `json:"schema"`
	Report report `json:"report"`
	// Files of the binaries by their names in the report.
	Binaries map[string]string `json:"binaries"`
	Command  []string          `json:"command"`
	// A call that does nothing: its time is the start-up.
	Call []string `json:"call"`
	// Exit code of a program that has ended well.
	ExitCode int `json:"exitCode"`
	// Seconds for one run.
	Timeout int     `json:"timeout"`
	Server  *server `json:"server"`
}

type server struct {
	// One of the three is not empty: an address that answers with status 200, a port, text of a line that it prints.
	HTTP string `json:"http"`
	Port string `json:"port"`
	Line string `json:"line"`
	// A line of shell.
	Load  string `json:"load"`
	Stop  string `json:"stop"`
	Grace int    `json:"grace"`
}

// report is of schema pare.measure/1: sizes in bytes, times in nanoseconds.
type report struct {
	Schema      string   `json:"schema"`
	Program     string   `json:"program,omitempty"`
	Pipeline    string   `json:"pipeline,omitempty"`
	Entry       string   `json:"entry,omitempty"`
	Machine     machine  `json:"machine"`
	Workload    string   `json:"workload"`
	IsServer    bool     `json:"isServer"`
	Rounds      int      `json:"rounds"`
	WarmUp      int      `json:"warmUp"`
	Slower      float64  `json:"slower"`
	Container   int64    `json:"container,omitempty"`
	Points      []*point `json:"points"`
	Unpredicted []string `json:"unpredicted"`
	Warnings    []string `json:"warnings,omitempty"`
}

type machine struct {
	Target     string `json:"target"`
	Processors int    `json:"processors"`
}

type point struct {
	Binary   string    `json:"binary"`
	Preset   string    `json:"preset,omitempty"`
	Target   string    `json:"target,omitempty"`
	Settings []setting `json:"settings"`
	Runs     []run     `json:"runs"`
	Failure  string    `json:"failure,omitempty"`
	Said     []string  `json:"said,omitempty"`
	Skipped  string    `json:"skipped,omitempty"`
}

type setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type run struct {
	Peak        int64      `json:"peak"`
	Time        int64      `json:"time"`
	User        int64      `json:"user"`
	System      int64      `json:"system"`
	Startup     *int64     `json:"startup,omitempty"`
	MinorFaults int64      `json:"minorFaults"`
	MajorFaults int64      `json:"majorFaults"`
	Collector   *collector `json:"collector,omitempty"`
}

// names returns whether a word that the grid runs has a text.
func (g *grid) names(text string) bool {
	words := append(append([]string{}, g.Command...), g.Call...)
	if g.Server != nil {
		words = append(words, g.Server.Load, g.Server.Line)
	}
	for _, word := range words {
		if strings.Contains(word, text) {
			return true
		}
	}
	return false
}

// addInherited makes settings of this environment those of every point, as Pare does where it measures itself.
func (g *grid) addInherited() {
	for _, point := range g.Report.Points {
		inherited := []setting{}
		for _, name := range runtimeVariables {
			if value := os.Getenv(name); value != "" && !point.has(name) {
				inherited = append(inherited, setting{name, value})
			}
		}
		point.Settings = append(inherited, point.Settings...)
	}
}

var runtimeVariables = []string{"GOGC", "GOMEMLIMIT", "GOMAXPROCS"}

func (p *point) has(name string) bool {
	for _, setting := range p.Settings {
		if setting.Name == name {
			return true
		}
	}
	return false
}
