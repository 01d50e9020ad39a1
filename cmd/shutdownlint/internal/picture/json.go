package picture

import (
	"encoding/json"
	"io"

	"github.com/shutdownlint/shutdownlint/analyzers/driver"
)

// Version is that of the JSON. New keys may come without a new one; a key never changes its meaning within one.
const Version = 1

func printJSON(w io.Writer, r *Report) error {
	maps := r.Maps
	if maps == nil {
		maps = []*driver.Map{}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Shutdownlint string        `json:"shutdownlint"`
		Version      int           `json:"version"`
		Maps         []*driver.Map `json:"maps"`
	}{"map", Version, maps})
}
