package drill

import (
	"slices"
	"sync"
	"time"
)

// An Outcome is what became of a request.
type Outcome string

const (
	OK      Outcome = "ok"
	Failed  Outcome = "failed"  // answered, but not as before
	Cut     Outcome = "cut"     // accepted, and not answered
	Refused Outcome = "refused" // never accepted
)

// A Mark is a moment of the drill, as time since the start of the process.
type Mark struct {
	Name string        `json:"name"`
	At   time.Duration `json:"at_ns"`
}

// The marks of a drill, in the order in which they usually come.
const (
	Started      = "started"
	BecameReady  = "ready"
	Signalled    = "signal"
	SignalAgain  = "second signal"
	NotReady     = "not ready"
	ListenerShut = "listener closed"
	Exited       = "exit"
)

// A Request is one that was not answered as it should be.
type Request struct {
	Kind    string        `json:"kind"`
	Number  int64         `json:"number"`         // in its header Drill-Request
	From    string        `json:"from,omitempty"` // the address that the program saw it come from
	Moment  string        `json:"moment"`         // when it began
	Outcome Outcome       `json:"outcome"`
	Why     string        `json:"why"`
	Begin   time.Duration `json:"begin_ns"`
	End     time.Duration `json:"end_ns"`

	unread bool // if it was cut, this may have been before it was read: it was under way for no longer than it took to send it
}

// A Count is the number of requests of one kind that began at one moment.
type Count struct {
	Kind    string `json:"kind"`
	Moment  string `json:"moment"`
	OK      int    `json:"ok"`
	Failed  int    `json:"failed"`
	Cut     int    `json:"cut"`
	Refused int    `json:"refused"`
}

func (c *Count) add(o Outcome) {
	switch o {
	case OK:
		c.OK++
	case Failed:
		c.Failed++
	case Cut:
		c.Cut++
	case Refused:
		c.Refused++
	}
}

// recorder notes what happens, from many goroutines.
type recorder struct {
	start time.Time
	mu    sync.Mutex
	marks []Mark
	all   []Request
	over  bool // what comes now is the drill's own doing
}

// most bounds what a drill keeps in memory; at the load it makes, hours.
const most = 1_000_000

func (r *recorder) now() time.Duration { return time.Since(r.start) }

// mark notes a moment, the first time, and reports whether it did.
func (r *recorder) mark(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := find(r.marks, name); known || r.over && name != Exited {
		return false
	}
	r.marks = append(r.marks, Mark{name, r.now()})
	return true
}

func (r *recorder) has(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := find(r.marks, name)
	return ok
}

func find(marks []Mark, name string) (time.Duration, bool) {
	i := slices.IndexFunc(marks, func(m Mark) bool { return m.Name == name })
	if i < 0 {
		return 0, false
	}
	return marks[i].At, true
}

// request notes what has become of a request, now.
func (r *recorder) request(q Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if q.End = r.now(); len(r.all) < most && !r.over {
		r.all = append(r.all, q)
	}
}

// finish ends the recording, but for the end of the process, and returns it.
func (r *recorder) finish() ([]Mark, []Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	return slices.Clone(r.marks), r.all
}
