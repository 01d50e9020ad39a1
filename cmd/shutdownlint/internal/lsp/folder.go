package lsp

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// pause is how long nothing must be typed before what was typed is analysed. What was saved is analysed at once.
const pause = 150 * time.Millisecond

// A folder analyses a directory of the editor's workspace whenever something has changed in it.
type folder struct {
	server *Server
	dir    string
	ctx    context.Context
	end    context.CancelFunc
	once   sync.Once
	wake   chan struct{}

	mu      sync.Mutex
	dirty   map[string]bool    // files that have changed; whether they are saved
	load    bool               // everything has to be read anew
	due     time.Time          // when to look at it
	stop    context.CancelFunc // of the analysis that runs
	items   map[string][]item  // what is shown, by file
	written map[string]document
}

// An item is a finding that is shown.
type item struct {
	finding    finding.Finding
	diagnostic diagnostic
	text       []byte // of its file, when that was analysed
}

func newFolder(s *Server, dir string) *folder {
	ctx, end := context.WithCancel(s.ctx)
	return &folder{
		server: s, dir: dir, ctx: ctx, end: end,
		wake:  make(chan struct{}, 1),
		dirty: make(map[string]bool), load: true,
		stop:  func() {},
		items: make(map[string][]item),
	}
}

// start begins to analyse.
func (f *folder) start() {
	f.once.Do(func() {
		go f.run()
		f.rouse()
	})
}

// holds reports whether file is in the folder.
func (f *folder) holds(file string) bool {
	rel, err := filepath.Rel(f.dir, file)
	return err == nil && filepath.IsLocal(rel)
}

// change notes that a file is not what it was. An analysis that runs is about what nobody has any more.
func (f *folder) change(file string, saved bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dirty[file] = saved
	f.due = time.Now()
	if !saved {
		f.due = f.due.Add(pause)
	}
	f.stop()
	f.rouse()
}

func (f *folder) rouse() {
	select {
	case f.wake <- struct{}{}:
	default: // it is awake
	}
}

// shown returns what is shown in a file.
func (f *folder) shown(file string) []item {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.items[file]
}

// run analyses until the folder is closed.
func (f *folder) run() {
	analysis := f.server.config.Open(f.dir, f.overlay)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-f.ctx.Done():
			f.publish(&finding.Report{}) // nothing is shown any more
			return
		case <-f.wake:
		case <-timer.C:
		}
		f.mu.Lock()
		wait := time.Until(f.due)
		f.mu.Unlock()
		if wait > 0 {
			timer.Reset(wait)
			continue
		}
		f.look(analysis)
	}
}

// overlay is the text of an open file, as it was when the analysis began.
func (f *folder) overlay(name string) ([]byte, bool) {
	d, ok := f.written[name]
	return d.text, ok
}

// look analyses what has changed, and shows what is found.
func (f *folder) look(analysis Folder) {
	f.server.mu.Lock()
	f.written = maps.Clone(f.server.documents)
	f.server.mu.Unlock()
	ctx, cancel := context.WithCancel(f.ctx)
	defer cancel()
	f.mu.Lock()
	dirty, load := f.dirty, f.load
	if len(dirty) == 0 && !load {
		f.mu.Unlock()
		return
	}
	f.dirty, f.load, f.stop = make(map[string]bool), false, cancel
	f.mu.Unlock()

	var report *finding.Report
	var err error
	if !load {
		saved := slices.Contains(slices.Collect(maps.Values(dirty)), true)
		report, err = analysis.Update(ctx, slices.Sorted(maps.Keys(dirty)), saved)
		load = report == nil && err == nil
	}
	if load {
		done := f.server.begin(ctx, filepath.Base(f.dir))
		report, err = analysis.Load(ctx)
		done()
	}
	if ctx.Err() != nil { // something has changed meanwhile, or all is over
		f.mu.Lock()
		defer f.mu.Unlock()
		for file, saved := range dirty {
			f.dirty[file] = f.dirty[file] || saved
		}
		f.load = f.load || load
		f.rouse()
		return
	}
	if err != nil {
		f.server.say(err.Error())
		f.mu.Lock()
		f.load = true // when something changes next
		f.mu.Unlock()
		return
	}
	for _, e := range report.Errors {
		f.server.say(e.Package + " " + e.File + ": " + e.Message)
	}
	f.publish(report)
}

// publish shows the findings of the report, and takes back what is shown and not found any more.
func (f *folder) publish(report *finding.Report) {
	texts := make(map[string][]byte)
	text := func(file string) []byte {
		if t, ok := texts[file]; ok {
			return t
		}
		t, ok := f.overlay(file)
		if !ok {
			t, _ = os.ReadFile(file) // what cannot be read has no columns
		}
		texts[file] = t
		return t
	}
	items := make(map[string][]item)
	for _, found := range report.Findings {
		items[found.File] = append(items[found.File], item{found, diagnose(found, text), text(found.File)})
	}
	f.mu.Lock()
	before := f.items
	f.items = items
	f.mu.Unlock()
	for _, file := range slices.Sorted(maps.Keys(before)) {
		if len(items[file]) == 0 {
			f.show(file, nil)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(items)) {
		f.show(file, items[file])
	}
	for file := range f.written { // an editor may wait for an answer about each file that is open
		if f.holds(file) && len(items[file]) == 0 && len(before[file]) == 0 {
			f.show(file, nil)
		}
	}
}

func (f *folder) show(file string, items []item) {
	p := publishParams{URI: uriOf(file), Diagnostics: []diagnostic{}}
	if d, open := f.written[file]; open {
		p.Version = &d.version
	}
	for _, i := range items {
		p.Diagnostics = append(p.Diagnostics, i.diagnostic)
	}
	f.server.rpc.Notify(f.server.ctx, "textDocument/publishDiagnostics", p)
}

// diagnose turns a finding into a diagnostic; text returns the text of a file.
func diagnose(f finding.Finding, text func(file string) []byte) diagnostic {
	d := diagnostic{
		Range:    textRange{atColumn(text(f.File), f.Line, f.Column), atColumn(text(f.File), f.EndLine, f.EndColumn)},
		Severity: severityWarning,
		Code:     f.Category,
		Source:   "shutdownlint",
		Message:  f.Message,
	}
	if f.Level == finding.LevelNote {
		d.Severity = severityInformation
	}
	if f.URL != "" {
		d.Description = &codeHref{f.URL}
	}
	for _, r := range f.Related {
		p := atColumn(text(r.File), r.Line, r.Column)
		d.Related = append(d.Related, related{location{uriOf(r.File), textRange{p, p}}, r.Message})
	}
	return d
}
