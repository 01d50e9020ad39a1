package drill

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// The names of the checks.
const (
	CheckRequests  = "requests"
	CheckReadiness = "readiness"
	CheckTime      = "time"
	CheckStatus    = "status"
	CheckChildren  = "children"
)

// judge fills in the checks.
func (p *program) judge(r *Report) {
	add := func(name string, v Verdict, why string, args ...any) {
		r.Checks = append(r.Checks, Check{name, v, fmt.Sprintf(why, args...)})
	}
	p.judgeRequests(r, add)
	p.judgeReadiness(r, add)

	took := r.Took.Round(time.Millisecond)
	if p.overran && p.PID != 0 {
		add(CheckTime, Failure, "still there %v after the signal", p.Budget)
	} else if p.overran {
		add(CheckTime, Failure, "still there %v after the signal; killed", p.Budget)
	} else {
		add(CheckTime, verdict(r.Took <= p.Budget), "ended %v after the signal; the budget is %v", took, p.Budget)
	}

	cut := r.Total().Cut
	switch {
	case p.PID != 0:
		add(CheckStatus, NotJudged, "only who has started a process learns its status")
	case !signals:
		add(CheckStatus, NotJudged, "a process ended by its handle has no say in its status")
	case p.overran:
		add(CheckStatus, NotJudged, "it was killed")
	case p.Early > 0 && bySignal(p.state):
		add(CheckStatus, Passed, "ended by the signal itself, during the start-up")
	case r.Status == 0 && cut > 0:
		add(CheckStatus, Failure, "status 0, although %d requests were cut", cut)
	default:
		add(CheckStatus, verdict(r.Status == p.Status), "status %d, wanted %d", r.Status, p.Status)
	}

	if p.PID != 0 && (p.overran || !procfs) {
		add(CheckChildren, NotJudged, "not looked for")
	} else if len(r.Children) > 0 {
		add(CheckChildren, Failure, "left behind: %s", strings.Join(r.Children, ", "))
	} else if !signals {
		add(CheckChildren, NotJudged, "child processes are not looked for on this system")
	} else {
		add(CheckChildren, Passed, "none left behind")
	}
}

// tooLate is a delay of the drill itself from which on its failures prove nothing:
// probes and clients have missed what they should have seen. From late on those prove
// nothing that such a delay explains.
const (
	tooLate = 500 * time.Millisecond
	late    = 100 * time.Millisecond
)

// excuse takes failures back that the machine may have caused.
func (r *Report) excuse() {
	for i, c := range r.Checks {
		if c.Verdict == Failure && c.Name != CheckChildren && (r.Lag >= tooLate || r.Lag >= late && r.explained(c.Name)) {
			r.Starved = true
			r.Checks[i] = Check{c.Name, NotJudged, fmt.Sprintf("the drill itself was %v late; it saw: %s", r.Lag.Round(time.Millisecond), c.Why)}
		}
	}
}

// learning is how many steps it takes the balancer and its clients to know that the
// service is leaving: a probe waits, connects, asks and is answered, and the client
// looks. Each may be late.
const learning = 5

// explained reports whether a failed check is one that the drill would have seen on a
// good server, too, by having been late.
func (r *Report) explained(check string) bool {
	signal, _ := find(r.Marks, Signalled)
	shut, ok := find(r.Marks, ListenerShut)
	if !ok {
		shut, _ = find(r.Marks, Exited)
	}
	leaving := shut - signal                              // a server that gave the balancer no time has failed
	missed := leaving >= late && leaving < learning*r.Lag // that it was leaving
	t := r.Total()
	switch check {
	case CheckReadiness:
		return missed
	case CheckRequests:
		return t.Failed == 0 && t.Cut == r.unread && (t.Refused == 0 || r.Direct || missed)
	case CheckStatus:
		return r.Status == 0 && t.Cut > 0 && t.Cut == r.unread
	case CheckTime:
		return r.Took-r.Lag <= r.Budget
	}
	return false
}

func (p *program) judgeRequests(r *Report, add func(string, Verdict, string, ...any)) {
	t := r.Total()
	text := fmt.Sprintf("%d ok, %d failed, %d cut, %d refused", t.OK, t.Failed, t.Cut, t.Refused)
	if i := slices.IndexFunc(r.Requests, func(q Request) bool { return q.Outcome == Failed }); i >= 0 {
		text += fmt.Sprintf("; the first that failed: %s, %s: %s", r.Requests[i].Kind, r.Requests[i].Moment, r.Requests[i].Why)
	}
	switch {
	case p.Early > 0:
		add(CheckRequests, NotJudged, "none are sent during the start-up")
	case !signals:
		add(CheckRequests, NotJudged, "%s; a process ended by its handle cuts whatever is in flight", text)
	case p.Again > 0:
		add(CheckRequests, NotJudged, "%s; the second signal cuts on purpose", text)
	default:
		// After SIGINT there is no balancer to tell.
		add(CheckRequests, verdict(t.Failed+t.Cut == 0 && (p.Direct || t.Refused == 0 || p.Signal == os.Interrupt)), "%s", text)
	}
}

func (p *program) judgeReadiness(r *Report, add func(string, Verdict, string, ...any)) {
	notReady, failed := find(r.Marks, NotReady)
	shut, closed := find(r.Marks, ListenerShut)
	signal, _ := find(r.Marks, Signalled) // only read where it exists
	switch {
	case p.Early > 0 || p.Again > 0:
		add(CheckReadiness, NotJudged, "the drill is about something else")
	case !signals || p.Signal == os.Interrupt:
		add(CheckReadiness, NotJudged, "only after SIGTERM there is a balancer to tell")
	case p.overran && !closed && !failed:
		add(CheckReadiness, Failure, "never failed, nor did the listener close")
	case failed && (!closed || notReady < shut):
		add(CheckReadiness, Passed, "failed %v after the signal, before the listener closed", (notReady - signal).Round(time.Millisecond))
	default:
		add(CheckReadiness, Failure, "the listener closed while the probe still succeeded")
	}
}

func verdict(ok bool) Verdict {
	if ok {
		return Passed
	}
	return Failure
}
