package output

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// What follows is the format of Checkstyle, which many programs read.
type (
	checkstyle struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"`
		Files   []checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

// printCheckstyle prints findings, and what could not be analysed where it has a place in a file; all of that goes to stderr, too.
func printCheckstyle(s Streams, r *finding.Report) error {
	at := repository()
	doc := checkstyle{Version: "5.0"}
	index := make(map[string]int)
	add := func(file string, e checkstyleError) {
		file = at.file(file)
		i, ok := index[file]
		if !ok {
			i = len(doc.Files)
			index[file] = i
			doc.Files = append(doc.Files, checkstyleFile{Name: file})
		}
		doc.Files[i].Errors = append(doc.Files[i].Errors, e)
	}
	for _, f := range r.Findings {
		severity := "error"
		if f.Level == finding.LevelNote {
			severity = "info"
		}
		add(f.File, checkstyleError{f.Line, f.Column, severity, f.Message, "shutdownlint." + f.Category})
	}
	for _, e := range r.Errors {
		if e.File != "" {
			add(e.File, checkstyleError{max(e.Line, 1), 0, "error", e.Message, "shutdownlint"})
		}
	}
	if err := writeXML(s.Out, doc); err != nil {
		return err
	}
	return PrintErrors(s, r)
}

// What follows is the format of JUnit, as build servers read it.
type (
	junit struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitProblem `xml:"failure"`
		Error   *junitProblem `xml:"error"`
		Skipped *junitProblem `xml:"skipped"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// printJUnit prints each finding as a test that has failed, a note as one that was left out, what could not be analysed as one that was in
// error, and where there is nothing of that one that has passed.
func printJUnit(s Streams, r *finding.Report) error {
	at := repository()
	suite := junitSuite{Name: "shutdownlint"}
	for _, f := range r.Findings {
		file := at.file(f.File)
		where := fmt.Sprintf("%s:%d:%d", file, f.Line, f.Column)
		c := junitCase{Name: where + " " + f.Category, Class: f.Category, File: file, Line: f.Line}
		p := &junitProblem{f.Message, f.Category, where + ": " + f.Message + "\n" + f.URL}
		if f.Level == finding.LevelNote {
			c.Skipped = &junitProblem{Message: f.Message}
			suite.Skipped++
		} else {
			c.Failure = p
			suite.Failures++
		}
		suite.Cases = append(suite.Cases, c)
	}
	for _, e := range r.Errors {
		c := junitCase{Name: e.Package + " cannot be analysed", Class: "shutdownlint", File: at.file(e.File), Line: e.Line}
		c.Error = &junitProblem{Message: e.Message}
		suite.Cases = append(suite.Cases, c)
		suite.Errors++
	}
	if len(suite.Cases) == 0 {
		suite.Cases = []junitCase{{Name: "no findings", Class: "shutdownlint"}}
	}
	suite.Tests = len(suite.Cases)
	doc := junit{Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Suites: []junitSuite{suite}}
	if err := writeXML(s.Out, doc); err != nil {
		return err
	}
	return PrintErrors(s, r)
}

func writeXML(w io.Writer, doc any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "\t")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
