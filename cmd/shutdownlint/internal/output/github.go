package output

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/finding"
)

// printGitHub prints workflow commands, which GitHub Actions shows as annotations of the lines. It shows ten errors and ten
// notices of a step; for more there is SARIF.
func printGitHub(s Streams, r *finding.Report) error {
	at := repository()
	if dir := os.Getenv("GITHUB_WORKSPACE"); dir != "" {
		if wd, err := os.Getwd(); err == nil {
			at = below(dir, wd)
		}
	}
	var b strings.Builder
	for _, f := range r.Findings {
		command := "error"
		if f.Level == finding.LevelNote {
			command = "notice"
		}
		where := []property{{"file", at.file(f.File)}, {"line", fmt.Sprint(f.Line)}, {"endLine", fmt.Sprint(max(f.EndLine, f.Line))}}
		if f.EndLine == f.Line { // GitHub takes columns within one line only
			where = append(where, property{"col", fmt.Sprint(f.Column)}, property{"endColumn", fmt.Sprint(f.EndColumn)})
		}
		writeCommand(&b, command, append(where, property{"title", "shutdownlint: " + f.Category}), f.Message)
	}
	for _, e := range r.Errors {
		title := property{"title", "shutdownlint: not analysed"}
		where := []property{title}
		if e.File != "" {
			where = []property{{"file", at.file(e.File)}, {"line", fmt.Sprint(max(e.Line, 1))}, title}
		}
		message := e.Message
		if e.Package != "" {
			message = e.Package + ": " + message
		}
		writeCommand(&b, "error", where, message)
	}
	_, err := io.WriteString(s.Out, b.String())
	return err
}

type property struct{ name, value string }

// What means something in a workflow command.
var (
	inMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func writeCommand(b *strings.Builder, command string, properties []property, message string) {
	b.WriteString("::" + command)
	for i, p := range properties {
		sep := ","
		if i == 0 {
			sep = " "
		}
		b.WriteString(sep + p.name + "=" + inProperty.Replace(p.value))
	}
	b.WriteString("::" + inMessage.Replace(message) + "\n")
}
