package drill

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/shutdownlint/shutdownlint/runtime/graceful"
)

// A ledger is what a service knows of the requests of a drill. The drill sees that a
// request was not answered; only both together show whether it had been accepted.
type ledger struct {
	mu    sync.Mutex
	begun []string        // the numbers of those that a handler was given
	whole []string        // and of those whose handler has returned
	read  map[string]bool // where those come from that net/http has read, and no handler been given
}

// keepLedger has a service print its ledger when all else is over.
func keepLedger(app *graceful.App, srv *http.Server) {
	l := &ledger{read: make(map[string]bool)}
	next := srv.Handler
	srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number := r.Header.Get("Drill-Request")
		l.locked(func() { delete(l.read, r.RemoteAddr) })
		if number != "" { // or it is a probe
			l.locked(func() { l.begun = append(l.begun, number) })
			defer l.locked(func() { l.whole = append(l.whole, number) })
		}
		next.ServeHTTP(w, r)
	})
	srv.ConnState = func(c net.Conn, state http.ConnState) {
		switch from := c.RemoteAddr().String(); state {
		case http.StateActive: // something of a request has been read
			l.locked(func() { l.read[from] = true })
		case http.StateIdle:
			l.locked(func() { delete(l.read, from) })
		}
	}
	app.Defer("ledger", func(context.Context) error {
		l.locked(func() {
			fmt.Println(ledgerBegun, strings.Join(l.begun, " "))
			fmt.Println(ledgerWhole, strings.Join(l.whole, " "))
			fmt.Print(ledgerRead)
			for from := range l.read {
				fmt.Print(" ", from)
			}
			fmt.Println()
		})
		return nil
	})
}

func (l *ledger) locked(f func()) { l.mu.Lock(); defer l.mu.Unlock(); f() }

// The lines of a ledger begin with these.
const (
	ledgerBegun = "ledger, begun:"
	ledgerWhole = "ledger, whole:"
	ledgerRead  = "ledger, read:"
)

// entries returns a line of the ledger that a service has printed, and whether it has.
func entries(output, line string) (list []string, printed bool) {
	_, rest, printed := strings.Cut(output, line)
	rest, _, ended := strings.Cut(rest, "\n")
	return strings.Fields(rest), printed && ended
}

// accepted returns those of the requests without an answer that the service had
// accepted, by its ledger: a handler was given them, or net/http had read them.
func accepted(r *Report) (list []Request, err error) {
	begun, printed := entries(r.Output, ledgerBegun)
	read, printedToo := entries(r.Output, ledgerRead)
	if !printed || !printedToo {
		return nil, fmt.Errorf("the service has printed no ledger")
	}
	for _, q := range r.Requests {
		unanswered := q.Outcome == Cut || q.Outcome == Refused
		if unanswered && (slices.Contains(begun, fmt.Sprint(q.Number)) || q.From != "" && slices.Contains(read, q.From)) {
			list = append(list, q)
		}
	}
	return list, nil
}
