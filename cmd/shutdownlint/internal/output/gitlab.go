package output

import (
	"encoding/json"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// A qualityIssue is an element of a report of GitLab's Code Quality, which is a part of Code Climate's format.
type qualityIssue struct {
	Description string          `json:"description"`
	CheckName   string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"` // no two are alike, and a place keeps its own when lines move
	Severity    string          `json:"severity"`
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string       `json:"path"` // in the repository
	Lines qualityLines `json:"lines"`
}

type qualityLines struct {
	Begin int `json:"begin"`
}

// printGitLab prints a Code Quality report. It has no place for what could not be analysed, which goes to stderr.
func printGitLab(s Streams, r *finding.Report) error {
	at, places, seen := repository(), finding.NewPlaces(), make(map[string]int)
	issues := []qualityIssue{}
	for _, f := range r.Findings {
		severity := "major"
		if f.Level == finding.LevelNote {
			severity = "info"
		}
		file := at.file(f.File)
		issues = append(issues, qualityIssue{
			Description: f.Message,
			CheckName:   f.Category,
			Fingerprint: places.Of(f).Fingerprint(f.Category, file, seen),
			Severity:    severity,
			Location:    qualityLocation{file, qualityLines{max(f.Line, 1)}},
		})
	}
	enc := json.NewEncoder(s.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	if err := enc.Encode(issues); err != nil {
		return err
	}
	return PrintErrors(s, r)
}
