// Package stalesocket finds servers that cannot listen on a Unix socket again after they have been killed.
//
// # Analyzer stalesocket
//
// stalesocket: report Unix sockets that nobody removes before listening
//
// A Unix socket is a file. Closing its listener removes it, but a process that is killed, or ends by os.Exit, does not close it.
//
// # Category stale-socket
//
// stale-socket: nobody removes the file of a Unix socket before the next process listens
//
// In production, once the kernel has killed the process for want of memory, or SIGKILL has ended a drain that took too long, each
// restart fails with "bind: address already in use" until somebody removes the file by hand.
//
//	l, err := net.Listen("unix", path) // WRONG: fails if the last process could not remove the file
//	if err != nil {
//		return err
//	}
//	return srv.Serve(l)
//
//	if info, err := os.Stat(path); err == nil && info.Mode()&os.ModeSocket != 0 {
//		_ = os.Remove(path)
//	}
//	l, err := net.Listen("unix", path) // RIGHT
//	if err != nil {
//		return err
//	}
//	return srv.Serve(l)
//
// Level: note. In a container, and where systemd has a RuntimeDirectory for it, the file is gone with the process.
//
// Not reported: a path that is removed before, also in a function that does not close or stop anything; one that a function of one's
// own gets, which may remove it; a parameter of an exported function; abstract sockets, whose names begin with @; paths with a process
// number, or in a folder that is new each time.
//
// Fix: Remove the file before listening, if it is a socket. A program that may run twice has to ask first whether somebody answers.
package stalesocket
