package server

import (
	"go/types"

	"github.com/shutdownlint/shutdownlint/analyzers/internal/resource"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/summary"
	"github.com/shutdownlint/shutdownlint/analyzers/internal/trace"
)

// Held returns the servers that are hidden in values of this module's other packages, which have methods to serve and to
// stop: one for each variable or field here on which both kinds of methods are called. Of them only Serves and Stops are known.
func Held(s *summary.Summary) []*Server {
	var order []*types.Var
	held := make(map[*types.Var]*Server)
	for _, fn := range s.Funcs() {
		if fn.Pkg() == s.Pkg || fn.Signature().Recv() == nil || !s.Own(fn.Pkg()) || !summary.MayStop(fn) {
			continue
		}
		row := s.Ask(fn)
		if row == nil || row.Recv.Has(resource.Serves) == row.Recv.Has(resource.ShutsDown) {
			continue // neither, or a function that does both
		}
		for call := range s.Calls(fn) {
			v := s.Subject(call)
			if v == nil {
				continue
			}
			srv := held[v]
			if srv == nil {
				srv = new(Server)
				held[v] = srv
				order = append(order, v)
			}
			e := trace.Event{Kind: trace.Called, At: call, Func: fn, Slot: resource.Recv, Effect: row.Recv}
			if row.Recv.Has(resource.Serves) {
				srv.Serves = append(srv.Serves, e)
			} else if s.Live(call) {
				srv.Stops = append(srv.Stops, e)
			}
		}
	}
	var found []*Server
	for _, v := range order {
		if srv := held[v]; len(srv.Serves) > 0 && len(srv.Stops) > 0 {
			found = append(found, srv)
		}
	}
	return found
}
