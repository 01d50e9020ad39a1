package resource

import (
	"fmt"
	"strings"
)

// Meaning says in one line what the row says about things that must be released.
func (r *Row) Meaning() string {
	var said []string
	say := func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	for _, m := range r.Makes {
		if res := WellKnown().Resource(m.Kind); res != nil {
			say("result %d is a %s that must be %s", m.Result, noun(res), res.Verb)
		}
	}
	for slot, e := range append([]Effect{r.Recv}, r.Args...) {
		what := "its receiver"
		if slot > 0 {
			what = fmt.Sprintf("argument %d", slot-1)
		}
		for _, effect := range effectMeanings {
			if e.Has(effect.Effect) {
				say(effect.text, what)
			}
		}
	}
	for _, w := range r.Wraps {
		switch {
		case w.Arg == Recv:
			say("result %d stands for its receiver", w.Result)
		case w.Result == Recv:
			say("its receiver stands for argument %d", w.Arg)
		default:
			say("result %d stands for argument %d", w.Result, w.Arg)
		}
	}
	if r.Until != "" {
		say("until %s", r.Until)
	}
	if r.Sans != "" {
		say("where nobody wants the result: %s", r.Sans)
	}
	if len(said) == 0 {
		return "neither hands out nor keeps anything"
	}
	return strings.Join(said, "; ")
}

// noun names the kind of thing, with the one of rows and results.
func noun(r *Resource) string {
	switch r.Noun {
	case "rows", "results":
		return "set of " + r.Noun
	}
	return r.Noun
}

// effectMeanings are the effects that matter to what must be released.
var effectMeanings = []struct {
	Effect
	text string
}{
	{Releases, "releases %s"},
	{Keeps, "keeps %s, which is no longer the caller's"},
	{Escapes, "does with %s what nobody can follow"},
	{Starts, "%s must be waited for from then on"},
	{Iterates, "%s has released itself when this returns false"},
	{ChecksErr, "asks for the error of %s"},
	{Drains, "reads %s, which has released itself if that fails"},
}
