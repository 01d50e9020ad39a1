package output

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// What follows is the part of SARIF 2.1.0 that is of use here, in the specification's own names.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
		ColumnKind  string            `json:"columnKind"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID         string          `json:"id"`
		Name       string          `json:"name"`
		Short      sarifMessage    `json:"shortDescription"`
		Full       sarifMessage    `json:"fullDescription"`
		Help       sarifMessage    `json:"help"`
		HelpURI    string          `json:"helpUri"`
		Default    sarifLevel      `json:"defaultConfiguration"`
		Properties sarifProperties `json:"properties"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	// sarifProperties are those that GitHub knows.
	sarifProperties struct {
		Tags      []string `json:"tags"`
		Precision string   `json:"precision"`
		Severity  string   `json:"problem.severity"`
	}
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Fixes        []sarifFix        `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID       int            `json:"id,omitempty"`
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifMessage  `json:"message,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"name"`
		Kind string `json:"kind"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description sarifMessage  `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion  `json:"deletedRegion"`
		Inserted sarifMessage `json:"insertedContent"`
	}
)

// A sarif builds one log.
type sarif struct {
	at     tree
	src    source
	places *finding.Places
	rules  map[string]int // by category
	log    sarifRun
}

// printSARIF prints what GitHub code scanning and others take: every category as a rule, names of files as they are in the
// repository, and fingerprints that do not change when lines move.
func printSARIF(s Streams, r *finding.Report) error {
	b := &sarif{at: repository(), places: finding.NewPlaces(), rules: make(map[string]int)}
	b.log = sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "shutdownlint", Version: numeric(r.Version), InformationURI: "https://github.com/shutdownlint/shutdownlint", Rules: []sarifRule{}}},
		Results:    []sarifResult{},
		ColumnKind: "utf16CodeUnits",
	}
	for _, rule := range r.Rules {
		b.rules[rule.Category] = len(b.rules)
		b.log.Tool.Driver.Rules = append(b.log.Tool.Driver.Rules, sarifRuleOf(rule))
	}
	seen := make(map[string]int)
	for _, f := range r.Findings {
		b.result(f, seen)
	}
	b.invocation(r.Errors)
	enc := json.NewEncoder(s.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return enc.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{b.log},
	})
}

// numeric returns a version as SARIF wants it, beginning with a number, or "" for a build from a working tree.
func numeric(version string) string {
	if v := strings.TrimPrefix(version, "v"); v != "" && '0' <= v[0] && v[0] <= '9' {
		return v
	}
	return ""
}

func sarifRuleOf(r finding.Rule) sarifRule {
	severity := "error"
	if r.Level == finding.LevelNote {
		severity = "recommendation"
	}
	summary := strings.ToUpper(r.Summary[:min(1, len(r.Summary))]) + r.Summary[min(1, len(r.Summary)):] + "."
	text := strings.TrimSpace(r.Text)
	first, rest, _ := strings.Cut(text, "\n\n")
	if strings.HasPrefix(first, "Level: ") && rest != "" {
		first, _, _ = strings.Cut(rest, "\n\n")
	}
	return sarifRule{
		ID:         r.Category,
		Name:       camel(r.Category),
		Short:      sarifMessage{Text: summary},
		Full:       sarifMessage{Text: strings.Join(strings.Fields(first), " ")},
		Help:       sarifMessage{Text: text + "\n\n" + r.URL, Markdown: Markdown(r)},
		HelpURI:    r.URL,
		Default:    sarifLevel{r.Level},
		Properties: sarifProperties{Tags: []string{"reliability", r.Check}, Precision: "high", Severity: severity},
	}
}

// camel turns "gin-run" into "GinRun", which is how SARIF wants names.
func camel(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// Markdown is the text of a rule, with its blocks of code as those of Markdown.
func Markdown(r finding.Rule) string {
	var b strings.Builder
	for block := range strings.SplitSeq(strings.TrimSpace(r.Text), "\n\n") {
		if strings.HasPrefix(block, "\t") {
			block = "```\n" + strings.ReplaceAll(strings.TrimPrefix(block, "\t"), "\n\t", "\n") + "\n```"
		}
		b.WriteString(block + "\n\n")
	}
	text := strings.ReplaceAll(b.String(), "\n```\n\n```\n", "\n\n") // one block with an empty line in it
	return text + "[Documentation](" + r.URL + ")\n"
}

func (b *sarif) result(f finding.Finding, seen map[string]int) {
	place := b.places.Of(f)
	file := b.at.file(f.File)
	res := sarifResult{
		RuleID:       f.Category,
		RuleIndex:    -1,
		Level:        f.Level,
		Message:      sarifMessage{Text: f.Message},
		Fingerprints: map[string]string{"primaryLocationLineHash": place.Fingerprint(f.Category, file, seen)},
	}
	if i, ok := b.rules[f.Category]; ok {
		res.RuleIndex = i
	}
	where := sarifLocation{Physical: b.physical(f.File, f.Line, f.Column, f.EndLine, f.EndColumn)}
	if place.Function != "" {
		where.Logical = []sarifLogical{{Name: place.Function, Kind: "function"}}
	}
	res.Locations = []sarifLocation{where}
	for i, rel := range f.Related {
		res.Related = append(res.Related, sarifLocation{
			ID:       i + 1,
			Physical: b.physical(rel.File, rel.Line, rel.Column, 0, 0),
			Message:  &sarifMessage{Text: rel.Message},
		})
	}
	for _, fix := range f.Fixes {
		if changes, ok := b.changes(fix); ok {
			res.Fixes = append(res.Fixes, sarifFix{sarifMessage{Text: fix.Message}, changes})
		}
	}
	b.log.Results = append(b.log.Results, res)
}

// physical is a place in a file, with columns from 1 in bytes; 0 stands for what is not known.
func (b *sarif) physical(file string, line, column, endLine, endColumn int) sarifPhysical {
	p := sarifPhysical{Artifact: b.artifact(file)}
	if line < 1 {
		return p
	}
	p.Region = &sarifRegion{StartLine: line}
	if column > 0 {
		p.Region.StartColumn = b.src.column(file, line, column)
	}
	if endLine >= line && endColumn > 0 {
		p.Region.EndLine, p.Region.EndColumn = endLine, b.src.column(file, endLine, endColumn)
	}
	return p
}

// artifact names a file: relative to the root of the repository if it is below.
func (b *sarif) artifact(file string) sarifArtifact {
	name := b.at.file(file)
	if strings.HasPrefix(name, "../") {
		if abs, err := filepath.Abs(filepath.FromSlash(file)); err == nil {
			name = filepath.ToSlash(abs)
		}
	}
	if filepath.IsAbs(filepath.FromSlash(name)) {
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(name, "/")}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: name}).String(), Base: "%SRCROOT%"}
}

// changes are the edits of fix, by file. It is not ok if a file is no longer what it was.
func (b *sarif) changes(fix finding.Fix) ([]sarifChange, bool) {
	var changes []sarifChange
	index := make(map[string]int)
	for _, e := range fix.Edits {
		line, column, ok := b.src.position(e.File, e.Start)
		endLine, endColumn, okEnd := b.src.position(e.File, e.End)
		if !ok || !okEnd {
			return nil, false
		}
		i, have := index[e.File]
		if !have {
			i = len(changes)
			index[e.File] = i
			changes = append(changes, sarifChange{Artifact: b.artifact(e.File)})
		}
		changes[i].Replacements = append(changes[i].Replacements, sarifReplacement{
			sarifRegion{line, column, endLine, endColumn}, sarifMessage{Text: e.New}})
	}
	return changes, true
}

func (b *sarif) invocation(errors []finding.Error) {
	in := sarifInvocation{Successful: len(errors) == 0}
	for _, e := range errors {
		n := sarifNotification{Level: "error", Message: sarifMessage{Text: e.Message}}
		if e.Package != "" {
			n.Message.Text = e.Package + ": " + e.Message
		}
		if e.File != "" {
			n.Locations = []sarifLocation{{Physical: b.physical(e.File, e.Line, 0, 0, 0)}}
		}
		in.Notifications = append(in.Notifications, n)
	}
	b.log.Invocations = []sarifInvocation{in}
}
