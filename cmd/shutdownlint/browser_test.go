package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMapInBrowser opens the HTML page in a headless browser: the rows of the table must be there, side by side with their bars, and
// no script must be needed. With SCREENSHOT it writes the picture of README.md to that file.
func TestMapInBrowser(t *testing.T) {
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		t.Skip("not run: there is no browser; apt-get install chromium")
	}
	dir, err := filepath.Abs(filepath.Join("..", "..", "testdata", "services", "deploy-wrong"))
	if err != nil {
		t.Fatal(err)
	}
	text := pictures(t, dir, "-format", "html", "./cmd/shop")
	page := filepath.Join(t.TempDir(), "map.html")
	if err := os.WriteFile(page, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte("<script")) || bytes.Contains(text, []byte("http://")) || bytes.Contains(text, []byte("https://")) {
		t.Error("the page needs something else, or runs a script")
	}
	open := func(args ...string) string {
		t.Helper()
		args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir=" + t.TempDir()}, args...)
		cmd := exec.CommandContext(t.Context(), browser, append(args, "file://"+page)...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Skipf("not run: the browser does not start: %v\n%s", err, &stderr)
		}
		return string(out)
	}
	dom := open("--dump-dom")
	for _, want := range []string{"<h1>From SIGTERM to the end</h1>", `class="b drain"`, `scope="rowgroup"`, `<a href="cmd/shop/main.go#L47">cmd/shop/main.go:47</a>`} {
		if !strings.Contains(dom, want) {
			t.Errorf("the browser shows no %s", want)
		}
	}
	shot := os.Getenv("SCREENSHOT")
	if shot == "" {
		shot = filepath.Join(t.TempDir(), "map.png")
	}
	open("--window-size=1000,560", "--screenshot="+shot)
	if info, err := os.Stat(shot); err != nil || info.Size() < 10_000 {
		t.Errorf("the picture of the page: %v, %v", info, err)
	}
}
