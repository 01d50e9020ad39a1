// Package halfstop finds stops that end half way.
//
// # Analyzer halfstop
//
// halfstop: report stops that do not notice that they ran out of time
//
// Shutdown returns an error when its context ended before the last request did.
//
// # Category drain-error-dropped
//
// drain-error-dropped: the error of Shutdown is dropped, and nothing closes the server then
//
// Level: note
//
// In production a drain that ran out of time looks like one that succeeded: nothing is logged, and handlers go on running
// while the program closes what they use.
//
//	srv.Shutdown(ctx) // WRONG: if the time is up first, nobody learns that requests are still running
//
//	if err := srv.Shutdown(ctx); err != nil {
//		err = errors.Join(err, srv.Close()) // RIGHT
//		log.Print(err)
//	}
//
// Likewise, where one server's failed drain makes the function return before it stops the next one:
//
//	if err := api.Shutdown(ctx); err != nil {
//		return err // WRONG: admin.Shutdown is skipped
//	}
//	return admin.Shutdown(ctx)
//
//	return errors.Join(api.Shutdown(ctx), admin.Shutdown(ctx)) // RIGHT
//
// Not reported: the error is logged, returned, joined or assigned to a variable; the same server is closed by force
// somewhere; stops whose context has ended already or has no deadline, which other checks report.
//
// Fix: A dropped error closes the server: if err := srv.Shutdown(ctx); err != nil { srv.Close() }. There is none for a return
// that skips another stop.
package halfstop
