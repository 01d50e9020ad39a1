// Package lsp is a language server: it shows an editor what is found while files are written.
package lsp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
	"github.com/creachadair/jrpc2/handler"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/stop"
)

// A Folder analyses the modules in a directory and keeps what it knows of them. Its methods are called one at a time.
type Folder interface {
	// Load analyses everything anew.
	Load(ctx context.Context) (*finding.Report, error)
	// Update analyses what changes of the files make a difference to. The report is nil if that takes Load; saved says that the files
	// are on disk as they are.
	Update(ctx context.Context, files []string, saved bool) (*finding.Report, error)
}

// A Config says what the server serves.
type Config struct {
	Version string
	// Open returns what analyses a directory; overlay returns the text of files that are open.
	Open    func(dir string, overlay func(name string) ([]byte, bool)) Folder
	Explain func(category string) string // in Markdown
}

// A Server is one connection to an editor.
type Server struct {
	config Config
	rpc    *jrpc2.Server
	ctx    context.Context // ends with the connection

	progress, watches bool // what the editor can do
	asked             bool // to end
	exited            chan struct{}
	leave             sync.Once
	tokens            atomic.Int64

	mu        sync.Mutex
	documents map[string]document // open files, by name
	folders   map[string]*folder  // by directory
}

// A document is the text of an open file.
type document struct {
	version int
	text    []byte
}

// Serve serves until the editor goes, and reports whether it has said so before.
func Serve(in io.Reader, out io.WriteCloser, cfg Config) bool {
	ctx, end := context.WithCancel(context.Background())
	s := &Server{config: cfg, ctx: ctx, exited: make(chan struct{}), documents: make(map[string]document), folders: make(map[string]*folder)}
	s.rpc = jrpc2.NewServer(handler.Map{
		"initialize":                          handler.New(s.initialize),
		"initialized":                         handler.New(s.initialized),
		"shutdown":                            handler.New(s.shutdown),
		"exit":                                handler.New(s.exit),
		"textDocument/didOpen":                handler.New(s.didOpen),
		"textDocument/didChange":              handler.New(s.didChange),
		"textDocument/didSave":                handler.New(s.didSave),
		"textDocument/didClose":               handler.New(s.didClose),
		"textDocument/codeAction":             handler.New(s.codeAction),
		"textDocument/hover":                  handler.New(s.hover),
		"workspace/didChangeWatchedFiles":     handler.New(s.didChangeWatchedFiles),
		"workspace/didChangeWorkspaceFolders": handler.New(s.didChangeFolders),
		"workspace/didChangeConfiguration":    handler.New(nothing),
		"$/cancelRequest":                     handler.New(s.cancel),
		"$/setTrace":                          handler.New(nothing),
	}, &jrpc2.ServerOptions{AllowPush: true, DisableBuiltin: true, Concurrency: 4})
	s.rpc.Start(channel.LSP(in, out))
	gone := make(chan struct{})
	go func() {
		s.rpc.Wait()
		close(gone)
	}()
	select {
	case <-gone: // the end of the input, whatever ends it
	case <-s.exited: // which may still be open
	}
	end()
	stop.Commands() // an analysis may have begun
	return s.asked
}

func (s *Server) initialize(_ context.Context, p initializeParams) (any, error) {
	s.progress, s.watches = p.Capabilities.Window.Progress, p.Capabilities.Workspace.Watched.Dynamic
	folders := p.Folders
	if len(folders) == 0 && p.RootURI != "" {
		folders = []folderParams{{p.RootURI}}
	}
	for _, f := range folders {
		s.add(pathOf(f.URI))
	}
	return map[string]any{
		"capabilities": map[string]any{
			"textDocumentSync":   map[string]any{"openClose": true, "change": wholeText, "save": true},
			"codeActionProvider": map[string]any{"codeActionKinds": []string{"quickfix"}},
			"hoverProvider":      true,
			"workspace":          map[string]any{"workspaceFolders": map[string]any{"supported": true, "changeNotifications": true}},
		},
		"serverInfo": map[string]string{"name": "shutdownlint", "version": s.config.Version},
	}, nil
}

func (s *Server) initialized(context.Context, *jrpc2.Request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.folders {
		f.start()
	}
	if s.watches {
		go s.rpc.Callback(s.ctx, "client/registerCapability", map[string]any{"registrations": []any{map[string]any{
			"id": "files", "method": "workspace/didChangeWatchedFiles",
			"registerOptions": map[string]any{"watchers": []any{map[string]string{"globPattern": "**/*"}}},
		}}})
	}
	return nil
}

func (s *Server) shutdown(context.Context, *jrpc2.Request) (any, error) {
	s.asked = true
	return nil, nil
}

// nothing is what to do about messages that have to be understood.
func nothing(context.Context, *jrpc2.Request) error { return nil }

func (s *Server) exit(context.Context, *jrpc2.Request) error {
	s.leave.Do(func() { close(s.exited) })
	return nil
}

func (s *Server) cancel(_ context.Context, p struct {
	ID any `json:"id"`
}) error {
	switch id := p.ID.(type) {
	case float64:
		s.rpc.CancelRequest(fmt.Sprint(int64(id)))
	case string:
		s.rpc.CancelRequest(fmt.Sprintf("%q", id))
	}
	return nil
}

func (s *Server) didChangeFolders(_ context.Context, p foldersParams) error {
	for _, f := range p.Event.Removed {
		s.remove(pathOf(f.URI))
	}
	for _, f := range p.Event.Added {
		if added := s.add(pathOf(f.URI)); added != nil {
			added.start()
		}
	}
	return nil
}

func (s *Server) didOpen(_ context.Context, p changeParams) error {
	file := pathOf(p.TextDocument.URI)
	if file == "" {
		return nil
	}
	text := []byte(p.TextDocument.Text)
	s.mu.Lock()
	s.documents[file] = document{p.TextDocument.Version, text}
	s.mu.Unlock()
	if disk, err := os.ReadFile(file); err != nil || !bytes.Equal(disk, text) {
		s.changed(file, false)
	}
	return nil
}

func (s *Server) didChange(_ context.Context, p changeParams) error {
	file := pathOf(p.TextDocument.URI)
	if file == "" || len(p.Changes) == 0 {
		return nil
	}
	s.mu.Lock()
	s.documents[file] = document{p.TextDocument.Version, []byte(p.Changes[len(p.Changes)-1].Text)}
	s.mu.Unlock()
	s.changed(file, false)
	return nil
}

func (s *Server) didSave(_ context.Context, p documentParams) error {
	if file := pathOf(p.TextDocument.URI); file != "" {
		s.changed(file, true)
	}
	return nil
}

func (s *Server) didClose(_ context.Context, p documentParams) error {
	file := pathOf(p.TextDocument.URI)
	s.mu.Lock()
	d, open := s.documents[file]
	delete(s.documents, file)
	s.mu.Unlock()
	if disk, err := os.ReadFile(file); open && (err != nil || !bytes.Equal(disk, d.text)) {
		s.changed(file, false) // what was typed is gone
	}
	return nil
}

func (s *Server) didChangeWatchedFiles(_ context.Context, p watchedParams) error {
	for _, c := range p.Changes {
		file := pathOf(c.URI)
		s.mu.Lock()
		_, open := s.documents[file]
		s.mu.Unlock()
		if file != "" && !open && interesting(file) { // of open files the editor says by itself what happens
			s.changed(file, true)
		}
	}
	return nil
}

// interesting reports whether a change of the file can matter.
func interesting(file string) bool {
	for dir := range strings.SplitSeq(filepath.ToSlash(file), "/") {
		if dir == ".git" || dir == "node_modules" {
			return false
		}
	}
	name := filepath.Base(file)
	switch filepath.Ext(name) {
	case ".go", ".mod", ".sum", ".work", ".yaml", ".yml", ".sh", ".service":
		return true
	}
	return strings.HasPrefix(name, "Dockerfile") || strings.HasPrefix(name, "Containerfile") || strings.EqualFold(filepath.Ext(name), ".dockerfile")
}

// changed tells the folders that a file is in.
func (s *Server) changed(file string, saved bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.folders {
		if f.holds(file) {
			f.change(file, saved)
		}
	}
}

// add adds a folder that is not there yet.
func (s *Server) add(dir string) *folder {
	s.mu.Lock()
	defer s.mu.Unlock()
	if dir == "" || s.folders[dir] != nil {
		return nil
	}
	f := newFolder(s, dir)
	s.folders[dir] = f
	return f
}

func (s *Server) remove(dir string) {
	s.mu.Lock()
	f := s.folders[dir]
	delete(s.folders, dir)
	s.mu.Unlock()
	if f != nil {
		f.end()
	}
}

// items returns what is shown in a file, and its text, if that is still the one that was analysed.
func (s *Server) items(file string) (items []item, text []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.folders {
		items = append(items, f.shown(file)...)
	}
	if len(items) == 0 || !bytes.Equal(s.textOf(file), items[0].text) {
		return nil, nil
	}
	return items, items[0].text
}

// textOf returns the text of a file as the editor has it. The server is locked.
func (s *Server) textOf(file string) []byte {
	if d, open := s.documents[file]; open {
		return d.text
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return text
}

func (s *Server) hover(_ context.Context, p documentParams) (*hover, error) {
	items, _ := s.items(pathOf(p.TextDocument.URI))
	var h *hover
	for _, i := range items {
		if !i.diagnostic.Range.meets(textRange{p.Position, p.Position}) {
			continue
		}
		if h == nil {
			h = &hover{Contents: markup{Kind: "markdown"}, Range: i.diagnostic.Range}
		}
		h.Contents.Value += "### " + i.finding.Category + "\n\n" + s.config.Explain(i.finding.Category) + "\n"
	}
	return h, nil
}

func (s *Server) codeAction(_ context.Context, p documentParams) ([]codeAction, error) {
	actions := []codeAction{}
	for _, only := range p.Context.Only {
		if only != "" && only != "quickfix" {
			return actions, nil
		}
	}
	file := pathOf(p.TextDocument.URI)
	items, text := s.items(file)
	for _, i := range items {
		if !i.diagnostic.Range.meets(p.Range) {
			continue
		}
		for n, fix := range i.finding.Fixes {
			if edit, err := s.edit(fix, file, text); err == nil {
				actions = append(actions, codeAction{fix.Message, "quickfix", []diagnostic{i.diagnostic}, n == 0, edit})
			}
		}
		if i.finding.Check != "ignores" {
			actions = append(actions, codeAction{"Ignore " + i.finding.Category + " here, for a reason that you write", "quickfix", []diagnostic{i.diagnostic}, false, ignore(i, file)})
		}
	}
	return actions, nil
}

// errChanged says that a fix is of something else than what the editor has.
var errChanged = errors.New("the file has changed")

// edit turns a fix into an edit; text is that of the file which the fix is about.
func (s *Server) edit(fix finding.Fix, file string, text []byte) (workspaceEdit, error) {
	edit := workspaceEdit{make(map[string][]textEdit)}
	for _, e := range fix.Edits {
		from := text
		if e.File != file {
			s.mu.Lock()
			d, open := s.documents[e.File]
			s.mu.Unlock()
			disk, err := os.ReadFile(e.File)
			if err != nil || open && !bytes.Equal(d.text, disk) {
				return edit, errChanged
			}
			from = disk
		}
		uri := uriOf(e.File)
		edit.Changes[uri] = append(edit.Changes[uri], textEdit{textRange{at(from, e.Start), at(from, e.End)}, e.New})
	}
	return edit, nil
}

// ignore inserts a comment that lacks its reason, which is reported until somebody writes one.
func ignore(i item, file string) workspaceEdit {
	lines := strings.SplitAfter(string(i.text), "\n")
	line := i.diagnostic.Range.Start.Line
	indent := ""
	if line < len(lines) {
		indent = lines[line][:len(lines[line])-len(strings.TrimLeft(lines[line], " \t"))]
	}
	mark := "//"
	if filepath.Ext(file) != ".go" {
		mark = "# "
	}
	begin := position{line, 0}
	return workspaceEdit{map[string][]textEdit{uriOf(file): {{textRange{begin, begin}, indent + mark + "shutdownlint:ignore " + i.finding.Category + " \n"}}}}
}
