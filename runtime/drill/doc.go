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
// connection (a WebSocket). Besides, an upload of which the second half is sent
// after the listener was closed (four seconds after the signal at the latest), and two connections that never send a byte. All of it over TLS,
// by HTTP/2, as gRPC, or to a socket in the file system, if Service says so.
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
// completed and the program never accepted. So does one whose connection was closed
// before TLS was agreed on, and one that the drill was so late to
// send, half a second after it had connected, that the connection may have been closed
// as a silent one; then the drill says that it was late. It counts as cut if the
// program had read it, or if the connection had served a request before. It has failed
// if the answer is not the one it had before the signal: a status of 400 and above,
// another status than ordinary requests were answered with before, or another body, if
// they had all had the same. A body that ends early counts as cut.
//
// After SIGINT there is no balancer to tell: refused requests are counted, but not
// held against the service, nor are those that met a pooled connection as it was
// closed.
//
// A machine that is too busy spoils a drill as a bad server does. So the drill
// measures by how much it is late itself; from half a second on what failed is not
// judged, and the report is neither passed nor failed. From a tenth of a second on this
// holds for what that explains: that the balancer did not learn in time (in five times
// as long) that the service was leaving, and that a connection was closed while nothing
// had been answered on it to a request that is answered at once.
//
// Each request, but for the probes, has a number in its header Drill-Request, and the
// report gives it with the address that the request came from: by the log of the program
// it can be told whether a request that was not answered had been accepted.
//
// # Limits
//
// What it cannot see: whether an answer is true (a write that was acknowledged and
// is lost), what happens after the answers (exporters that are not flushed, queues),
// and a server that cuts what takes longer than what it is sent here.
//
// What maps the port of a container (docker run -p) accepts connections that nobody
// listens for any more, and cuts them: with Direct the container needs the network of
// the host.
//
// Of a process that it has not started (PID) the drill learns neither the output nor
// the exit status, and it ends nothing of it.
//
// Traffic goes to loopback addresses only; it is a few hundred requests a second,
// and a drill ends, whatever the program does. Descendants that leave their
// process group are found on Linux only. Windows has no SIGTERM: there the process
// is ended by its handle, and what then cannot be judged is said so.
package drill
