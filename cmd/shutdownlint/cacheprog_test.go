package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// shareCache is a cache program, of the kind that the go command runs where GOCACHEPROG says so:
//
//	sharecache STORE LOCAL LOG
//
// keeps results in the directory STORE, which several machines share. What is neither there nor in LOCAL, the cache of a go command,
// where it only looks, has to be computed. At the end it adds to LOG how many results it found in STORE, and how many it has put there.
func shareCache() {
	store, local, log := os.Args[1], os.Args[2], os.Args[3]
	out := json.NewEncoder(os.Stdout)
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, "sharecache:", err)
		os.Exit(1)
	}
	type response struct {
		ID            int64
		Err           string   `json:",omitempty"`
		KnownCommands []string `json:",omitempty"`
		Miss          bool     `json:",omitempty"`
		OutputID      []byte   `json:",omitempty"`
		Size          int64    `json:",omitempty"`
		DiskPath      string   `json:",omitempty"`
	}
	if err := cmp.Or(os.MkdirAll(store, 0o777), out.Encode(response{KnownCommands: []string{"get", "put", "close"}})); err != nil {
		fail(err)
	}
	found, put := 0, 0
	for {
		var request struct {
			ID                 int64
			Command            string
			ActionID, OutputID []byte
			BodySize           int64
		}
		if err := in.Decode(&request); err != nil {
			fail(err)
		}
		entry := filepath.Join(store, fmt.Sprintf("%x", request.ActionID))
		answer := response{ID: request.ID}
		switch request.Command {
		case "get":
			id, err := os.ReadFile(entry)
			data := filepath.Join(store, fmt.Sprintf("%x-d", id))
			if err == nil {
				found++
			} else if id = keptBy(local, request.ActionID); id != nil {
				data = filepath.Join(local, fmt.Sprintf("%02x", id[0]), fmt.Sprintf("%x-d", id))
			}
			info, err := os.Stat(data)
			if id == nil || err != nil {
				answer.Miss = true
				break
			}
			answer.OutputID, answer.DiskPath, answer.Size = id, data, info.Size()
		case "put":
			var body []byte
			if request.BodySize > 0 {
				var text string
				err := in.Decode(&text)
				if err == nil {
					body, err = base64.StdEncoding.DecodeString(text)
				}
				if err != nil {
					fail(err)
				}
			}
			put++
			answer.DiskPath, answer.Size = filepath.Join(store, fmt.Sprintf("%x-d", request.OutputID)), request.BodySize
			if err := cmp.Or(os.WriteFile(answer.DiskPath, body, 0o666), os.WriteFile(entry, request.OutputID, 0o666)); err != nil {
				fail(err)
			}
		case "close":
			f, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o666)
			if err == nil {
				_, err = fmt.Fprintf(f, "found %d, put %d\n", found, put)
				err = cmp.Or(err, f.Close(), out.Encode(answer))
			}
			if err != nil {
				fail(err)
			}
			return
		}
		if err := out.Encode(answer); err != nil {
			fail(err)
		}
	}
}

// keptBy returns the output that a cache of the go command has for an action, or nil.
func keptBy(cache string, action []byte) (output []byte) {
	name := fmt.Sprintf("%x", action)
	text, err := os.ReadFile(filepath.Join(cache, name[:2], name+"-a"))
	if err != nil {
		return nil
	}
	fields := bytes.Fields(text) // the version, the action, the output, its size and when that was
	if len(fields) < 3 {
		return nil
	}
	if _, err := fmt.Fscanf(strings.NewReader(string(fields[2])), "%x", &output); err != nil && err != io.EOF {
		return nil
	}
	return output
}
