package lsp

import (
	"context"
	"fmt"
)

// begin tells the editor that something begins which takes a while, if it wants to know. done tells it of the end.
func (s *Server) begin(ctx context.Context, what string) (done func()) {
	if !s.progress {
		return func() {}
	}
	token := fmt.Sprintf("shutdownlint-%d", s.tokens.Add(1))
	if _, err := s.rpc.Callback(ctx, "window/workDoneProgress/create", map[string]string{"token": token}); err != nil {
		return func() {}
	}
	tell := func(value map[string]string) {
		s.rpc.Notify(s.ctx, "$/progress", map[string]any{"token": token, "value": value})
	}
	tell(map[string]string{"kind": "begin", "title": "shutdownlint", "message": "analysing " + what})
	return func() { tell(map[string]string{"kind": "end"}) }
}

// say has the editor write a line into its log.
func (s *Server) say(message string) {
	s.rpc.Notify(s.ctx, "window/logMessage", map[string]any{"type": messageError, "message": "shutdownlint: " + message})
}
