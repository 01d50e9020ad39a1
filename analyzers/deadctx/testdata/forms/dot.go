package forms

import (
	. "context"
	. "net/http"
)

func dotted(ctx Context, srv *Server, cancel string) {
	<-ctx.Done()
	grace := cancel
	println(grace)
	srv.Shutdown(ctx) // want `ctx is already done here`
}
