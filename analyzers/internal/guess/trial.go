package guess

import (
	"path"
	"strings"
)

var (
	// trials are words for code that is no part of what runs in production.
	trials = set("bench benchmark benchmarks demo demos e2e example examples loadtest samples tutorial tutorials")
	// around are the names of directories at the root of a module for what its developers use.
	around = set("hack script scripts tools")
	// contest are words that only begin like test; and nobody analyses testdata unless they mean it.
	contest = set("testament testdata testify testimonial testimonials testimony")
)

// Trial reports whether code is for tests, for an example or for developers, as far as the path of its package within the module and
// the name of its file tell.
func Trial(dir, file string) bool {
	elements := strings.Split(dir, "/")
	if len(elements) > 1 && around[elements[0]] {
		return true
	}
	for _, e := range elements {
		if onTrial(e) {
			return true
		}
	}
	return onTrial(strings.TrimSuffix(path.Base(file), ".go"))
}

func onTrial(name string) bool {
	for _, w := range Words(name) {
		if trials[w] || strings.HasPrefix(w, "mock") || strings.HasPrefix(w, "fake") || strings.HasPrefix(w, "test") && !contest[w] {
			return true
		}
	}
	return trials[strings.ToLower(name)] // with a digit in it
}
