package guess

import (
	"path"
	"slices"
	"strings"
)

var (
	// trials are words for code that is no part of what runs in production.
	trials = set("bench benchmark benchmarks demo demos e2e example examples loadtest samples tutorial tutorials")
	// around are the names of directories at the root of a module for what its developers use.
	around = set("hack script scripts tools")
	// rehearsals are the names of directories at the root of a module for tests of the whole.
	rehearsals = set("integration")
	// contest are words that only begin or end like test; and nobody analyses testdata unless they mean it.
	contest = set("abtest attest backtest brightest contest detest fastest greatest labtest latest lightest pentest protest shortest smartest speedtest " +
		"testament testdata testify testimonial testimonials testimony")
	// doubles are words for types that stand in for others and do nothing.
	doubles = set("double dummy nop noop null spy stub stubs")
)

// Double reports whether the type called name stands in for others, in tests or where something is switched off, as its name, the path
// of its package within the module and the name of its file tell. An interface that has one implementation beside such is no choice.
func Double(name, dir, file string) bool {
	return onTrial(name) || slices.ContainsFunc(Words(name), func(w string) bool { return doubles[w] }) || Trial(dir, file)
}

// Dir returns the path of the package pkg within its module. Where no driver has told the path of that it goes by what most often is one.
func Dir(pkg, module string) string {
	if module != "" {
		return strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/")
	}
	if list := strings.Split(pkg, "/"); strings.Contains(list[0], ".") {
		return strings.Join(list[min(3, len(list)):], "/")
	}
	return pkg
}

// Trial reports whether code is for tests, for an example or for developers, as far as the path of its package within the module and
// the name of its file tell.
func Trial(dir, file string) bool {
	elements := strings.Split(dir, "/")
	if len(elements) > 1 && around[elements[0]] || rehearsals[elements[0]] {
		return true
	}
	for _, e := range elements {
		if onTrial(e) || strings.HasSuffix(e, "test") && !contest[e] { // httptest, redistest
			return true
		}
	}
	return onTrial(strings.TrimSuffix(path.Base(file), ".go"))
}

// Mock reports whether a whole module is there to stand in for a service in tests, as its path tells: example.com/payment-mock/v2.
func Mock(module string) bool {
	if dir, base := path.Split(module); len(base) > 1 && base[0] == 'v' && base[1] >= '0' && base[1] <= '9' {
		module = path.Clean(dir)
	}
	list := Words(path.Base(module))
	return len(list) > 0 && mocks(list[len(list)-1])
}

func mocks(word string) bool { return strings.HasSuffix(word, "mock") && word != "hammock" }

func onTrial(name string) bool {
	for _, w := range Words(name) {
		if trials[w] || strings.HasPrefix(w, "mock") || mocks(w) || strings.HasPrefix(w, "fake") || strings.HasPrefix(w, "test") && !contest[w] {
			return true
		}
	}
	return trials[strings.ToLower(name)] // with a digit in it
}
