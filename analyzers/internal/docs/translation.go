package docs

import "strings"

// Translate reads the documentation of a check in another language. It has the form of a package comment without the slashes, and what
// is not language, such as names, categories and code, is the same. Under each heading
//
//	<!-- en: 0123abcd -->
//
// says which English text it is the translation of, for the test that holds the two together.
func Translate(text string) (*Check, error) {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\r\n"); !strings.HasPrefix(line, "<!-- ") {
			lines = append(lines, line)
		}
	}
	c, err := parse(lines)
	if err != nil {
		return nil, err
	}
	for i := range c.Categories {
		c.Categories[i].Fix = paragraph(c.Categories[i].Text, "修复：")
	}
	return c, nil
}
