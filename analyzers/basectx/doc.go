// Package basectx finds servers whose requests are cancelled by the signal that ought to let them finish.
//
// # Analyzer basectx
//
// basectx: report servers whose requests end with the signal
//
// The context of each request is derived from what the server's BaseContext and ConnContext return.
//
// # Category base-context-signal
//
// base-context-signal: requests inherit a context that ends when the signal comes
//
// In production every request in flight fails with context canceled at the moment of SIGTERM: its queries are aborted, the
// client gets a 500, and Shutdown has nothing left to wait for.
//
//	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
//	srv := &http.Server{BaseContext: func(net.Listener) context.Context {
//		return ctx // WRONG: every request fails at the signal: ctx ends when it comes
//	}}
//
//	srv := &http.Server{BaseContext: func(net.Listener) context.Context {
//		return context.WithoutCancel(ctx) // RIGHT: the values are kept
//	}}
//
// A context is taken for the signal's if signal.NotifyContext made it or a parent of it, or if the same function waits for
// its end and shuts a server down then.
//
// Not reported: a context that is cancelled after Shutdown only; one of which it is not known where it comes from; one that is
// cut off by context.WithoutCancel.
//
// Fix: The returned context is wrapped by context.WithoutCancel, from Go 1.21 on.
package basectx
