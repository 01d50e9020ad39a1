package lifecycle

import "strings"

// IsContext reports whether e waits for the end of a context, of which everybody learns who waits for it.
func (e *Event) IsContext() bool { return strings.HasSuffix(e.Name, ".Done()") }

// InGroup reports whether e starts what a group waits for, its object.
func (e *Event) InGroup() bool { return e.Obj.Known() && e.Registry == "" && e.Aside == Goroutine }

// Leads reports whether b may come after a in the course of one actor.
func Leads(a, b *Event) bool {
	return after(a, make(map[*Event]bool), func(e *Event) bool { return e == b })
}

// Reach adds to seen what may come after e.
func Reach(e *Event, seen map[*Event]bool) { after(e, seen, func(*Event) bool { return false }) }

// after adds to seen what may come after e, until it is what is looked for, and reports whether that was so.
func after(e *Event, seen map[*Event]bool, is func(*Event) bool) bool {
	for stack := []*Event{e}; len(stack) > 0; {
		last := len(stack) - 1
		e, stack = stack[last], stack[:last]
		for _, next := range e.Next {
			if is(next.To) {
				return true
			}
			if !seen[next.To] {
				seen[next.To] = true
				stack = append(stack, next.To)
			}
		}
	}
	return false
}
