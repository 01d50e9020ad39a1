// Package drill rehearses the stop of a server: it starts the program, keeps it
// under load, sends the signal, and judges what became of every request.
//
//	func TestShutdown(t *testing.T) {
//		drill.Run(t, drill.Service{
//			Command: []string{drill.Build(t, "./cmd/server"), "-listen", "{addr}"},
//			Slow:    "/slow",
//		})
//	}
//
// # The load
//
// Clients with pooled connections that POST; clients that open a connection for
// each request; and, where Service names a path for it, a slow request that is
// under way when the signal comes, a stream of server-sent events, and a hijacked
// connection (a WebSocket). Besides, two connections that never send a byte.
//
// A simulated load balancer probes the readiness path and sends traffic only
// while it answers 200. With Direct the traffic goes on until it is refused.
//
// # The judgement
//
//   - requests: none failed and none was cut. Behind the balancer none may be
//     refused either. Without it refused connections are counted apart: nobody
//     accepted them.
//   - readiness: it failed before the listener was closed. After SIGINT this is
//     not judged.
//   - time: the process ended within the budget. If it does not, it is made to
//     print its goroutines, which the report keeps, and is killed.
//   - status: the exit status is the wanted one, and it is not 0 after requests
//     were cut.
//   - children: no process that the program started is left.
//
// A request counts as refused if the connection was refused, or was reset before
// the first request on it was read: both happen to connections that the kernel
// completed and the program never accepted. It counts as cut if the program had
// read it, or if the connection had served a request before. It has failed if the
// answer is not the one it had before the signal: any status of 400 and above.
//
// # Limits
//
// Traffic goes to loopback addresses only; it is a few hundred requests a second,
// and a drill ends, whatever the program does. Descendants that leave their
// process group are found on Linux only. Windows has no SIGTERM: there the process
// is ended by its handle, and what then cannot be judged is said so.
package drill
