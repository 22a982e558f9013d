package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// A server that is asked more often is measured with the questions.
const interval = 10 * time.Millisecond

// readiness waits for a server.
type readiness struct {
	// Host and port; empty where a line is waited for.
	address string
	// Path that must answer with status 200; empty where a connection is enough.
	path string
	line string
}

// newReadiness takes a function that puts the values of a run into a text.
func newReadiness(server *server, filled func(string) string) *readiness {
	switch {
	case server.HTTP != "":
		host, path, _ := strings.Cut(strings.TrimPrefix(filled(server.HTTP), "http://"), "/")
		if _, _, err := net.SplitHostPort(host); err != nil {
			host += ":80"
		}
		return &readiness{address: host, path: "/" + path}
	case server.Port != "":
		return &readiness{address: net.JoinHostPort("127.0.0.1", filled(server.Port))}
	}
	return &readiness{line: filled(server.Line)}
}

// wait returns when the server is ready; false where it has ended before.
func (r *readiness) wait(server *process) bool {
	lines := tail{path: server.output}
	defer lines.close()
	for {
		switch {
		case r.address == "":
			if lines.contain(r.line) {
				return true
			}
		case r.path == "":
			if accepts(r.address) {
				return true
			}
		case answers(r.address, r.path):
			return true
		}
		select {
		case <-server.done:
			return false
		case <-time.After(interval):
		}
	}
}

func accepts(address string) bool {
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	connection.Close()
	return true
}

func answers(address, path string) bool {
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(time.Second))
	fmt.Fprintf(connection, "GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n", path, address)
	status, err := bufio.NewReader(connection).ReadString('\n')
	return err == nil && strings.HasPrefix(status, "HTTP/1.") && strings.HasPrefix(status[min(8, len(status)):], " 200")
}

// tail reads what a file has got since the last time.
type tail struct {
	path string
	file *os.File
	rest string
}

// contain returns whether a complete line has the text.
func (t *tail) contain(text string) bool {
	if t.file == nil {
		t.file, _ = os.Open(t.path)
	}
	if t.file == nil {
		return false
	}
	buffer := make([]byte, 1<<16)
	for {
		count, _ := t.file.Read(buffer)
		if count == 0 {
			return false
		}
		lines := strings.Split(t.rest+string(buffer[:count]), "\n")
		for _, line := range lines[:len(lines)-1] {
			if new(collector).add(line) {
				continue
			}
			if strings.Contains(line, text) {
				return true
			}
		}
		t.rest = lines[len(lines)-1]
		t.rest = t.rest[max(0, len(t.rest)-len(buffer)):]
	}
}

func (t *tail) close() {
	if t.file != nil {
		t.file.Close()
	}
}
