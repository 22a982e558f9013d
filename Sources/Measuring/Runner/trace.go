package main

import (
	"math"
	"strconv"
	"strings"
)

// collector is the garbage collector's part of a run, by the lines that GODEBUG=gctrace=1 prints. (runtime/extern.go, Go 1.18 to 1.27)
type collector struct {
	Cycles        int64 `json:"cycles"`
	Pauses        int64 `json:"pauses"`
	LongestPause  int64 `json:"longestPause"`
	ProcessorTime int64 `json:"processorTime"`
	// Largest heap that three cycles in a row marked.
	LiveHeap  int64 `json:"liveHeap"`
	Goal      int64 `json:"goal"`
	Stacks    int64 `json:"stacks"`
	Globals   int64 `json:"globals"`
	Allocated int64 `json:"allocated"`
	marked    []int64
}

// add takes a line of standard error and returns false where it is another's.
func (c *collector) add(line string) bool {
	head, body, found := strings.Cut(line, ": ")
	words := strings.Fields(head)
	if !found || !strings.HasPrefix(line, "gc ") || len(words) != 4 || !strings.HasPrefix(words[2], "@") ||
		!strings.HasSuffix(words[3], "%") {
		return false
	}
	if _, err := strconv.ParseUint(words[1], 10, 64); err != nil {
		return false
	}
	parts := map[string][]string{}
	for _, part := range strings.Split(body, ",") {
		if numbers, unit, found := strings.Cut(strings.TrimLeft(part, " "), " "); found {
			parts[unit] = strings.FieldsFunc(numbers, func(r rune) bool { return strings.ContainsRune("+/->", r) })
		}
	}
	clock, processors, heap := times(parts["ms clock"], 3), times(parts["ms cpu"], 5), sizes(parts["MB"], 3)
	if clock == nil || processors == nil || heap == nil {
		return false
	}
	c.Cycles++
	c.Pauses += clock[0] + clock[2]
	c.LongestPause = max(c.LongestPause, clock[0], clock[2])
	for _, time := range processors {
		c.ProcessorTime += time
	}
	last := int64(0)
	if len(c.marked) > 0 {
		last = c.marked[len(c.marked)-1]
	}
	c.Allocated += max(0, heap[0]-last)
	c.marked = append(c.marked, heap[2])
	if len(c.marked) > 3 {
		c.marked = c.marked[1:]
	}
	least := c.marked[0]
	for _, size := range c.marked {
		least = min(least, size)
	}
	if c.Cycles < 3 {
		c.LiveHeap = least
	} else {
		c.LiveHeap = max(c.LiveHeap, least)
	}
	c.Goal = max(c.Goal, first(sizes(parts["MB goal"], 1)))
	c.Stacks = max(c.Stacks, first(sizes(parts["MB stacks"], 1)))
	c.Globals = max(c.Globals, first(sizes(parts["MB globals"], 1)))
	return true
}

func first(values []int64) int64 {
	if len(values) == 0 {
		return 0
	}
	return values[0]
}

// times returns nanoseconds, nil where there are not count of them.
func times(texts []string, count int) []int64 {
	var values []int64
	for _, text := range texts {
		value, err := strconv.ParseFloat(text, 64)
		if err != nil || !(value >= 0 && value < 1e9) {
			return nil
		}
		values = append(values, int64(math.Round(value*1e6)))
	}
	if len(values) != count {
		return nil
	}
	return values
}

// sizes returns bytes.
func sizes(texts []string, count int) []int64 {
	var values []int64
	for _, text := range texts {
		value, err := strconv.ParseInt(text, 10, 64)
		if err != nil || value < 0 || value >= 1<<40 {
			return nil
		}
		values = append(values, value<<20)
	}
	if len(values) != count {
		return nil
	}
	return values
}
