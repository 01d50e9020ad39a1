//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMap(t *testing.T) {
	file := filepath.Join(t.TempDir(), "map.json")
	text := `{"shutdownlint": "map", "version": 1, "maps": [{"program": "example.com/right", "ends": [{"at": {"seconds": 60}, "status": 0}]}]}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stdout, stderr := exec(t, server(t, "right", "-map", file)...)
	if !strings.Contains(stdout, "PROMISED BY example.com/right") || !strings.Contains(stdout, "\nexit ") {
		t.Errorf("%s\n%s", stdout, stderr)
	}
	_, stdout, stderr = exec(t, server(t, "right", "-map", file, "-json")...)
	if strings.Contains(stdout, "PROMISED") || !strings.Contains(stderr, "PROMISED") {
		t.Errorf("with -json: %s\n%s", stdout, stderr)
	}
	if status, _, stderr := exec(t, server(t, "right", "-map", file+".none")...); status != 2 || !strings.Contains(stderr, "shutdowndrill: ") {
		t.Errorf("without a file: status %d, %s", status, stderr)
	}
}
