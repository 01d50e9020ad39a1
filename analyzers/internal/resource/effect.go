package resource

import "strings"

// An Effect is a set of things that a function does to a value which it is given.
type Effect uint64

// What can be done to a value, by subject.
const (
	// Servers.
	Serves      Effect = 1 << iota // begins to accept connections; the call blocks
	ShutsDown                      // stops accepting and drains
	ForceCloses                    // stops at once and cuts what is in flight
	SetsTimeout                    // bounds how long a client may take to send a request
	BoundsStop                     // the context at whose end a graceful stop, of a server or of another thing, gives up
	SoleBound                      // and no deadline of the function's own bounds that stop
	EndsServing                    // the context at whose end the function stops serving, and drains
	Handles                        // becomes the handler of a server

	// Signals, and the channels they come through.
	Notifies   // is given the process's signals
	Unnotifies // no longer is
	Registers  // its elements are the signals that are asked for
	Ignores    // its elements are the signals that the process no longer hears
	Receives   // somebody receives from the channel
	Unbuffered // it is a channel without a buffer

	// Engines and groups of gin: see Chains.
	Recovers   // gets a middleware that recovers panics
	Routes     // gets a route
	RunsEngine // a gin engine serves through a server that nobody can reach
	UsesArgs   // gets the middleware that is among the other arguments
	Groups     // a group of routes is made of it
	Probes     // gets a route that only tells how the service is, or hands out files, without recovery
	Covers     // gets routes that have, or may have, a recovery of their own
	Shields    // gets routes some of which certainly have one
	Enclosed   // is in a field to which only the package comes that has made it

	// What must be released.
	Starts    // begins something that must be waited for
	Releases  // is closed, committed, rolled back, waited for
	ChecksErr // its deferred error is looked at
	Iterates  // is moved on; false means that it is at its end, and has released itself
	Drains    // is read; if that fails, it has released itself

	// Where the value goes.
	Reads    // is looked at only
	Keeps    // is stored where it outlives the call
	Escapes  // goes where nobody knows what becomes of it
	Outlives // is used when the call has returned, by what that has started
	Heeds    // is a context at whose end the function gives up
	Lingers  // is such a context of a goroutine that the function starts, and for which nobody waits

	// Files, by their paths.
	Binds   // is the path of a socket that is made there
	Removes // is that of a file that is removed

	// What is held back, such as telemetry.
	Writes  // something is written to it, perhaps buffered
	Flushes // what it buffers is written
)

// Chains are the effects that tell how an engine or a group of gin gets its routes and middleware. Of a function that is
// no method of gin itself, Routes and Probes tell of routes that have no recovery when they are registered.
const Chains = Recovers | Routes | UsesArgs | Groups | Probes | Covers | Shields

var effectNames = []string{
	"serves", "shutsDown", "forceCloses", "setsTimeout", "boundsStop", "soleBound", "endsServing", "handles", "notifies",
	"unnotifies", "registers", "ignores", "receives", "unbuffered", "recovers", "routes", "runsEngine",
	"usesArgs", "groups", "probes", "covers", "shields", "enclosed", "starts", "releases", "checksErr", "iterates",
	"drains", "reads", "keeps", "escapes", "outlives", "heeds", "lingers",
	"binds", "removes", "writes", "flushes",
}

// Has reports whether e holds all of f.
func (e Effect) Has(f Effect) bool { return e&f == f && f != 0 }

// Any reports whether e holds some of f.
func (e Effect) Any(f Effect) bool { return e&f != 0 }

func (e Effect) String() string {
	var names []string
	for i, name := range effectNames {
		if e&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "|")
}

// Does is a set of things that a function does whatever it is given.
type Does uint64

// What a function can do, by subject.
const (
	// Exit: whether it returns, and what is lost if it is not called.
	Exits        Does = 1 << iota // always ends the process, without running defers
	MayExit                       // ends the process on some path
	ExitsIf                       // ends the process for some values of its arguments
	Gently                        // where it ends the process, it has stopped a server gracefully before
	Arms                          // returns a log event whose writing ends the process
	Fires                         // writes the log event that it is called on
	LogsFailure                   // logs its arguments as something that went wrong
	Cleans                        // flushes, closes or removes something that outlives it: skipped, something is lost
	Closes                        // closes something that outlives it, such as a pool, which the end of the process closes as well
	HandsCleanup                  // its result is a function that Cleans
	HandsClose                    // its result is a function that Closes
	Harmless                      // whatever its name, nothing is lost if the process ends without it
	Writable                      // returns a file that can be written to
	Ambient                       // what it returns is about the environment in which the process was started

	// Panics.
	Panics     // never returns, and runs defers: panics, runtime.Goexit
	Guards     // called by defer, it stops a panic
	Guarded    // a panic in it does not leave it
	Calm       // cannot panic
	Recovering // is, or returns, a middleware that recovers, or may recover, what panics behind it

	// Goroutines.
	Spawns    // calls its function argument in a goroutine of its own, where nothing recovers
	Async     // calls its function argument in a goroutine of its own, and recovers there
	Naked     // starts a goroutine, or may, that can panic and that nothing recovers
	RunsAside // keeps its function argument, which a goroutine of its own package calls later
	RunsOnce  // calls its function argument once, however often it is called

	// Waiting.
	Blocks     // waits for something outside the process: serves, dials, waits
	AwaitsDone // receiving from its result waits for the receiver, a context, to end
	AfterDone  // calls its second argument when its first, a context, has ended
	EndsGroup  // the context that was made together with its receiver has ended when it returns
	EndsWait   // somebody who waits for its receiver may go on
	TakesTime  // receiving from its result, or its callback, waits for a while
	Delivers   // waits for the next item to work on, and returns it

	// Signals.
	OnSIGINT  // registers SIGINT or os.Interrupt
	OnSIGTERM // registers SIGTERM
	OnAll     // registers every signal
	OnOther   // registers some other signal
	Resets    // lets signals do again what they do by default

	// Contexts.
	Derives   // its context result ends when its first argument, a context, does
	Limits    // its context result has a deadline
	Detaches  // its context result does not end when its first argument does
	Unending  // its context result never ends by itself: Background
	OnSignal  // its context result ends at a signal
	OfRequest // its context result ends with a request

	// Serving, and the way down.
	Opens        // listens at an address, and fails where that is taken
	Accepts      // serves through a server that it makes and keeps to itself
	PassesClosed // its last result is http.ErrServerClosed when the server that it serves is shut down
	ReturnsEarly // serves, and returns as soon as that server begins to be shut down
	EndsStore    // ends something that requests share, held by a package variable
	OnDrain      // calls its function argument while its receiver drains, and does not wait for it
	LastFirst    // keeps functions that are called on the way out, one after the other, the last registered first
	FirstFirst   // likewise, in the order in which they were registered
	Begins       // only begins to stop its receiver: its result, or what the row says, tells when that is over

	// Telemetry, and what else is held back.
	Buffers // its result holds back what is written to it
	Batches // its result, an option, makes a telemetry provider send later
	Queues  // starts something that sends from a goroutine of its own, for the whole program
	Empties // waits until that has been sent, or hands on what does
)

// Has reports whether d holds all of f.
func (d Does) Has(f Does) bool { return d&f == f && f != 0 }

// Any reports whether d holds some of f.
func (d Does) Any(f Does) bool { return d&f != 0 }
