// Package guess says what a function does as far as its name tells, for where nothing better is known.
//
// A name is taken apart into whole words: CloseIdleConnections is close, idle, connections, and Restore is no store.
package guess

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A Meaning is a set of things that a name says.
type Meaning uint

// What names say.
const (
	Releases  Meaning = 1 << iota // what the receiver holds is given back
	Ends                          // the receiver is over, for everybody who uses it
	Stops                         // the receiver no longer works
	Completes                     // without it something is lost, or left half done
	Flushes                       // what is held back is written
	Waits                         // waits for somebody
	Works                         // the receiver does its work
	Kills                         // the process, or the goroutine, is over
	Tells                         // somebody learns about it
	Stores                        // a place where data is kept for many

	// Over is all that says that something comes to its end.
	Over = Releases | Ends | Stops | Completes | Flushes | Waits
)

var meanings = []string{"releases", "ends", "stops", "completes", "flushes", "waits", "works", "kills", "tells", "stores"}

// Any reports whether m holds some of n.
func (m Meaning) Any(n Meaning) bool { return m&n != 0 }

func (m Meaning) String() string {
	var said []string
	for i, s := range meanings {
		if m&(1<<i) != 0 {
			said = append(said, s)
		}
	}
	return strings.Join(said, "|")
}

// words are what single words say.
var words = map[string]Meaning{
	"close":      Releases | Ends | Completes,
	"disconnect": Releases | Ends | Completes,
	"drain":      Releases | Ends | Completes,
	"shutdown":   Releases | Ends | Completes,
	"terminate":  Releases | Ends | Completes,
	"destroy":    Releases | Ends,
	"quit":       Releases | Ends,
	"cleanup":    Releases | Completes,
	"commit":     Releases | Completes,
	"rollback":   Releases | Completes,
	"teardown":   Releases | Completes,
	"dispose":    Releases,
	"free":       Releases,
	"logout":     Releases,
	"release":    Releases,
	"cancel":     Releases | Stops,
	"end":        Releases | Stops,
	"finish":     Releases | Stops,
	"stop":       Releases | Stops,
	"flush":      Completes | Flushes,
	"sync":       Flushes,
	"join":       Waits,
	"wait":       Releases | Waits,

	"run":   Works,
	"serve": Works,
	"use":   Works,

	"die":   Kills,
	"exit":  Releases | Kills,
	"fatal": Kills,
	"kill":  Kills,
	"must":  Kills,
	"panic": Kills,

	"done":   Tells,
	"notify": Tells,
	"send":   Tells,
	"signal": Tells,

	"cache":      Stores,
	"database":   Stores,
	"queue":      Stores,
	"repository": Stores,
	"storage":    Stores,
	"store":      Stores,
	"tsdb":       Stores,
	// names of packages, which have no capital letters
	"blobstore": Stores,
	"datastore": Stores,
	"docstore":  Stores,
	"filestore": Stores,
	"keystore":  Stores,
	"kvstore":   Stores,
	"memcache":  Stores,
	"memstore":  Stores,
	"taskqueue": Stores,
	"workqueue": Stores,
}

// pairs are two words that say together what another says.
var pairs = map[[2]string]string{
	{"clean", "up"}:      "cleanup",
	{"graceful", "stop"}: "shutdown",
	{"log", "out"}:       "logout",
	{"roll", "back"}:     "rollback",
	{"set", "up"}:        "setup",
	{"shut", "down"}:     "shutdown",
	{"tear", "down"}:     "teardown",
}

// manners say how something is done, or to no less than the receiver.
var manners = set("all and async client conn connection connections context ctx db error force gracefully graceful now or pool recv safe safely " +
	"timeout try with")

// before and behind are the words before and behind which others say what a name is about, not what is done: OnClose, CloseFunc.
var (
	before = set("add after at before can get has is new notify on register set should")
	behind = set("chan channel func handler hook notify")
)

func set(list string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// Does returns what a function called name does, if the whole name says so: CloseAll closes, CloseIdleConnections does not.
func Does(name string) Meaning { return known(name).does }

// May returns what a function called name may do, by any of its words.
func May(name string) Meaning { return known(name).may }

// beginnings are words for what is done before anything else, and singles for what a program has one of.
var (
	beginnings = set("bootstrap init initialise initialize setup")
	singles    = set("and app application cache config configuration database db env environment log logger loggers logging logs metrics monitoring " +
		"otel profiling redis runtime sentry server servers service services settings storage telemetry tracer tracing")
)

// SetsUp reports whether a function called name sets up what a program has one of, and nothing else: Init, SetupLogging, and not
// InitUpload.
func SetsUp(name string) bool {
	list := Words(name)
	return len(list) > 0 && beginnings[list[0]] && !slices.ContainsFunc(list[1:], func(w string) bool { return !singles[w] })
}

// limits are words for how long something may take.
var limits = set("deadline delay duration grace idle interval lifetime period time timeout ttl wait")

// Bounds reports whether what is called name says how long something may take, or takes.
func Bounds(name string) bool {
	return slices.ContainsFunc(Words(name), func(w string) bool { return limits[w] })
}

type answer struct{ does, may Meaning }

// answers remembers the few names of which a program consists.
var answers sync.Map // of answer by string

func known(name string) answer {
	a, ok := answers.Load(name)
	if !ok {
		a, _ = answers.LoadOrStore(name, read(name))
	}
	return a.(answer)
}

func read(name string) (a answer) {
	list := Words(name)
	if n := len(list); n > 1 && (before[list[0]] || behind[list[n-1]]) {
		return answer{may: words[list[0]] & Tells}
	}
	all := true
	for _, w := range list {
		a.may |= words[w]
		all = all && (words[w] != 0 || manners[w])
	}
	if all {
		a.does = a.may
	}
	return a
}

// Words returns the words of name in lower case. Digits and underscores part them, two words that are one are joined.
func Words(name string) []string {
	var list []string
	add := func(word string) {
		word = strings.ToLower(word)
		if n := len(list); n > 0 && pairs[[2]string{list[n-1], word}] != "" {
			list[n-1] = pairs[[2]string{list[n-1], word}]
		} else {
			list = append(list, word)
		}
	}
	runes := []rune(name)
	start := 0
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r):
			if i > start {
				add(string(runes[start:i]))
			}
			start = i + 1
		case i > start && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			add(string(runes[start:i])) // the last capital of HTTPServer begins a word
			start = i
		}
	}
	if start < len(runes) {
		add(string(runes[start:]))
	}
	return list
}
