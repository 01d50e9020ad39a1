package analyzers

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/checktest"
)

// TestLanguages holds what the checks say in Chinese to what they say in English.
func TestLanguages(t *testing.T) {
	chinese, err := DocumentationIn("zh")
	if err != nil {
		t.Fatal(err)
	}
	for i, english := range Documentation() {
		translated := chinese[i]
		if translated.Name != english.Name || len(translated.Categories) != len(english.Categories) {
			t.Errorf("%s has the Chinese text of %s, with %d categories for %d", english.Name, translated.Name, len(translated.Categories), len(english.Categories))
			continue
		}
		wellFormed(t, english.Name+" in Chinese", translated.Summary)
		for j, c := range translated.Categories {
			e := english.Categories[j]
			if c.ID != e.ID || c.Check != e.Check || c.Level != e.Level || c.URL != e.URL {
				t.Errorf("%s is %s, %s, %s, %s in Chinese", e.ID, c.ID, c.Check, c.Level, c.URL)
			}
			wellFormed(t, c.ID+" in Chinese", c.Summary)
			for english, chinese := range map[string]string{"n production": "在生产环境中", "Not reported: ": "不报告：", "Level: ": "级别：", "Fix: ": "修复："} {
				if strings.Contains(e.Text, english) != strings.Contains(c.Text, chinese) {
					t.Errorf("%s says only in one language %s or %s", c.ID, english, chinese)
				}
			}
			if strings.HasPrefix(e.Fix, "None") != strings.HasPrefix(c.Fix, "无") {
				t.Errorf("%s has the fix %q in Chinese", c.ID, c.Fix)
			}
			for p := range strings.SplitSeq(c.Summary+"\n\n"+c.Text, "\n\n") {
				if !strings.HasPrefix(p, "\t") && !strings.ContainsFunc(p, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
					t.Errorf("%s says in Chinese %q", c.ID, p)
				}
			}
		}
		var comment strings.Builder
		for line := range strings.Lines(read(t, english.Name, "doc.go")) {
			if line, ok := strings.CutPrefix(line, "//"); ok {
				comment.WriteString(strings.TrimPrefix(line, " "))
			}
		}
		inStep(t, comment.String(), filepath.Join(english.Name, "doc.zh-CN.md"))
	}
	if _, err := DocumentationIn("fr"); err == nil {
		t.Error("there is documentation in French")
	}
}

// TestReadmeInChinese holds README.zh-CN.md to README.md.
func TestReadmeInChinese(t *testing.T) {
	inStep(t, read(t, "..", "README.md"), filepath.Join("..", "README.zh-CN.md"))
}

var (
	digest = regexp.MustCompile(`(?m)^<!-- en: (.*) -->$`)
	heads  = regexp.MustCompile(`(?m)^#+ `)
)

// inStep wants each section of the file to be the translation of the one in its place, of which its digest tells, with the same blocks of
// code. Those are copied if the test is to update files; that a text says the same is for somebody to see who reads both.
func inStep(t *testing.T, english, file string) {
	t.Helper()
	text := read(t, file)
	want, prose := blocks(english)
	have, translated := blocks(text)
	switch filled := fill(text, want); {
	case len(have) != len(want):
		t.Errorf("%s has %d blocks of code, the English text has %d", file, len(have), len(want))
	case filled == text:
	case !checktest.Update():
		t.Errorf("%s has other blocks of code than the English text; go test ./analyzers -run 'TestLanguages|TestReadme' -update copies them", file)
	default:
		if err := os.WriteFile(file, []byte(filled), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sections, theirs := split(prose), split(translated)
	if len(theirs) != len(sections) {
		t.Errorf("%s has %d sections, the English text has %d", file, len(theirs), len(sections))
		return
	}
	for i, section := range theirs {
		sum := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(strings.Fields(sections[i]), " "))))[:8]
		if m := digest.FindStringSubmatch(section); m == nil || m[1] != sum {
			heading, _, _ := strings.Cut(section, "\n")
			t.Errorf("%s: the English of %q is not what was translated. Bring the translation into step, and write <!-- en: %s --> below the heading", file, heading, sum)
		}
	}
}

// split returns the sections of a text, each with its heading.
func split(text string) (sections []string) {
	ends := heads.FindAllStringIndex(text, -1)
	for i, at := range ends {
		end := len(text)
		if i+1 < len(ends) {
			end = ends[i+1][0]
		}
		sections = append(sections, text[at[0]:end])
	}
	return sections
}

const block = "\x00\n" // stands for a block of code, or for the table of checks, in the prose around it

// blocks takes the blocks of code out of a text: what is indented by tabs, and what stands between fences. The table of checks is taken out
// and left away, because it has a test of its own.
func blocks(text string) (code []string, prose string) {
	var b strings.Builder
	var current []string
	fenced, table := false, false
	end := func() {
		if current == nil {
			return
		}
		blank := 0
		for current[len(current)-1-blank] == "\n" {
			blank++
		}
		code = append(code, strings.Join(current[:len(current)-blank], ""))
		b.WriteString(block + strings.Repeat("\n", blank))
		current = nil
	}
	for line := range strings.Lines(text) {
		fence := strings.HasPrefix(line, "```")
		switch {
		case strings.HasPrefix(line, "<!-- checks:"):
			table = strings.HasPrefix(line, "<!-- checks:begin")
		case table:
		case fenced:
			current = append(current, line)
			if fenced = !fence; fence {
				end()
			}
		case fence:
			end()
			fenced, current = true, []string{line}
		case strings.HasPrefix(line, "\t") || line == "\n" && current != nil:
			current = append(current, line)
		default:
			end()
			b.WriteString(line)
		}
	}
	end()
	return code, b.String()
}

// fill returns text with other blocks of code in the place of its own.
func fill(text string, code []string) string {
	have, _ := blocks(text)
	var b strings.Builder
	for i := range min(len(have), len(code)) {
		before, after, _ := strings.Cut(text, have[i])
		b.WriteString(before + code[i])
		text = after
	}
	return b.String() + text
}

func read(t *testing.T, name ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
