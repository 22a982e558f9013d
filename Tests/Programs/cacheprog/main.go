// Cacheprog is a build cache for GOCACHEPROG that keeps outputs as files of a folder, which several go commands may use at once.
//
// At its end it appends a line of three numbers to the file `counts` of the folder: gets, those of them that found an output, and
// puts. The protocol is that of cmd/go/internal/cacheprog: JSON objects on standard input and output.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"time"
)

type request struct {
	ID       int64
	Command  string
	ActionID []byte
	OutputID []byte
	BodySize int64
}

type response struct {
	ID            int64
	Err           string     `json:",omitempty"`
	KnownCommands []string   `json:",omitempty"`
	Miss          bool       `json:",omitempty"`
	OutputID      []byte     `json:",omitempty"`
	Size          int64      `json:",omitempty"`
	Time          *time.Time `json:",omitempty"`
	DiskPath      string     `json:",omitempty"`
}

// entry is what is known of an action; the file is named by the action's ID.
type entry struct {
	OutputID []byte
	Size     int64
	Time     time.Time
}

type cache struct {
	folder           string
	gets, hits, puts int
}

func main() {
	folder := flag.String("folder", "", "folder of the cache, an absolute path")
	flag.String("token", "", "ignored; such programs have arguments that are secret")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("cacheprog: ")
	if !filepath.IsAbs(*folder) {
		log.Fatalf("-folder %q is no absolute path", *folder)
	}
	if err := os.MkdirAll(*folder, 0o777); err != nil {
		log.Fatal(err)
	}
	c := &cache{folder: *folder}
	err := c.serve(os.Stdin, os.Stdout)
	if err := errors.Join(err, c.count()); err != nil {
		log.Fatal(err)
	}
}

// serve answers requests in their order until there are no more, or one says close.
func (c *cache) serve(in io.Reader, out io.Writer) error {
	answers := json.NewEncoder(out)
	if err := answers.Encode(response{KnownCommands: []string{"get", "put", "close"}}); err != nil {
		return err
	}
	requests := json.NewDecoder(bufio.NewReader(in))
	for {
		var r request
		if err := requests.Decode(&r); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var body []byte
		if r.BodySize > 0 {
			if err := requests.Decode(&body); err != nil {
				return err
			}
		}
		answer, err := c.answer(r, body)
		if err != nil {
			answer.Err = err.Error()
		}
		answer.ID = r.ID
		if err := answers.Encode(answer); err != nil {
			return err
		}
		if r.Command == "close" {
			return nil
		}
	}
}

func (c *cache) answer(r request, body []byte) (response, error) {
	switch r.Command {
	case "get":
		c.gets++
		return c.get(r)
	case "put":
		c.puts++
		return c.put(r, body)
	case "close":
		return response{}, nil
	}
	return response{}, fmt.Errorf("unknown command %q", r.Command)
}

func (c *cache) get(r request) (response, error) {
	text, err := os.ReadFile(c.action(r.ActionID))
	if errors.Is(err, fs.ErrNotExist) {
		return response{Miss: true}, nil
	} else if err != nil {
		return response{}, err
	}
	var e entry
	if err := json.Unmarshal(text, &e); err != nil {
		return response{}, err
	}
	c.hits++
	return response{OutputID: e.OutputID, Size: e.Size, Time: &e.Time, DiskPath: c.output(e.OutputID)}, nil
}

func (c *cache) put(r request, body []byte) (response, error) {
	if err := c.write(c.output(r.OutputID), body); err != nil {
		return response{}, err
	}
	text, err := json.Marshal(entry{OutputID: r.OutputID, Size: r.BodySize, Time: time.Now()})
	if err != nil {
		return response{}, err
	}
	return response{DiskPath: c.output(r.OutputID)}, c.write(c.action(r.ActionID), text)
}

func (c *cache) action(id []byte) string { return filepath.Join(c.folder, fmt.Sprintf("%x-a", id)) }
func (c *cache) output(id []byte) string { return filepath.Join(c.folder, fmt.Sprintf("%x-o", id)) }

// write makes a file whole or not at all, whoever else writes the same one.
func (c *cache) write(path string, contents []byte) error {
	file, err := os.CreateTemp(c.folder, "new-")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(contents)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func (c *cache) count() error {
	file, err := os.OpenFile(filepath.Join(c.folder, "counts"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "%d %d %d\n", c.gets, c.hits, c.puts)
	return errors.Join(err, file.Close())
}
