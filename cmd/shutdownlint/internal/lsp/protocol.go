package lsp

import (
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"
)

// What follows is the part of the Language Server Protocol 3.17 that is of use here, in the specification's own names.
type (
	position struct {
		Line      int `json:"line"`
		Character int `json:"character"` // in UTF-16 code units
	}
	textRange struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	location struct {
		URI   string    `json:"uri"`
		Range textRange `json:"range"`
	}
	textDocument struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
		Text    string `json:"text"`
	}
	diagnostic struct {
		Range       textRange `json:"range"`
		Severity    int       `json:"severity"`
		Code        string    `json:"code"`
		Description *codeHref `json:"codeDescription,omitempty"`
		Source      string    `json:"source"`
		Message     string    `json:"message"`
		Related     []related `json:"relatedInformation,omitempty"`
	}
	codeHref struct {
		Href string `json:"href"`
	}
	related struct {
		Location location `json:"location"`
		Message  string   `json:"message"`
	}
	publishParams struct {
		URI         string       `json:"uri"`
		Version     *int         `json:"version,omitempty"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	textEdit struct {
		Range   textRange `json:"range"`
		NewText string    `json:"newText"`
	}
	workspaceEdit struct {
		Changes map[string][]textEdit `json:"changes"`
	}
	codeAction struct {
		Title       string        `json:"title"`
		Kind        string        `json:"kind"`
		Diagnostics []diagnostic  `json:"diagnostics"`
		Preferred   bool          `json:"isPreferred,omitempty"`
		Edit        workspaceEdit `json:"edit"`
	}
	folderParams struct {
		URI string `json:"uri"`
	}
	initializeParams struct {
		RootURI      string         `json:"rootUri"`
		Folders      []folderParams `json:"workspaceFolders"`
		Capabilities struct {
			Window struct {
				Progress bool `json:"workDoneProgress"`
			} `json:"window"`
			Workspace struct {
				Watched struct {
					Dynamic bool `json:"dynamicRegistration"`
				} `json:"didChangeWatchedFiles"`
			} `json:"workspace"`
		} `json:"capabilities"`
	}
	changeParams struct {
		TextDocument textDocument `json:"textDocument"`
		Changes      []struct {
			Text string `json:"text"`
		} `json:"contentChanges"`
	}
	documentParams struct {
		TextDocument textDocument `json:"textDocument"`
		Position     position     `json:"position"`
		Range        textRange    `json:"range"`
		Context      struct {
			Only []string `json:"only"`
		} `json:"context"`
	}
	watchedParams struct {
		Changes []folderParams `json:"changes"`
	}
	foldersParams struct {
		Event struct {
			Added   []folderParams `json:"added"`
			Removed []folderParams `json:"removed"`
		} `json:"event"`
	}
	hover struct {
		Contents markup    `json:"contents"`
		Range    textRange `json:"range"`
	}
	markup struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
)

// Severities of diagnostics, and kinds of other things.
const (
	severityWarning     = 2
	severityInformation = 3
	wholeText           = 1 // how changes are sent
	messageError        = 1
)

// pathOf returns the name of the file that a URI is of, or "" if it is of none.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	path := u.Path
	if runtime.GOOS == "windows" {
		path = strings.TrimPrefix(path, "/") // in front of the drive
	}
	return filepath.FromSlash(path)
}

// uriOf is the reverse of pathOf.
func uriOf(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// at turns an offset in text into a position. What is behind the end is at the end.
func at(text []byte, offset int) position {
	text = text[:max(0, min(offset, len(text)))]
	line := text[strings.LastIndexByte(string(text), '\n')+1:]
	return position{strings.Count(string(text), "\n"), units(line)}
}

// atColumn turns a line and a column in bytes, both from 1, into a position.
func atColumn(text []byte, line, column int) position {
	rest := string(text)
	for range line - 1 {
		_, after, ok := strings.Cut(rest, "\n")
		if !ok {
			return at(text, len(text))
		}
		rest = after
	}
	rest, _, _ = strings.Cut(rest, "\n")
	return position{max(0, line-1), units([]byte(rest[:max(0, min(column-1, len(rest)))]))}
}

// units is the length of text in UTF-16 code units.
func units(text []byte) int {
	n := 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		n++
		if r > 0xffff {
			n++
		}
		text = text[size:]
	}
	return n
}

// meets reports whether two ranges have a position in common.
func (r textRange) meets(o textRange) bool { return !r.End.before(o.Start) && !o.End.before(r.Start) }

func (p position) before(o position) bool {
	return p.Line < o.Line || p.Line == o.Line && p.Character < o.Character
}
