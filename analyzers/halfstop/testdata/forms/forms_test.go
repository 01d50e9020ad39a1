package forms

import (
	. "context"
	. "net/http"
)

func likewise(ctx Context, srv *Server) { srv.Shutdown(ctx) }
