package driver

import "github.com/shutdownlint/shutdownlint/analyzers/internal/waydown"

// The way down of a program, as Suite.Maps draws it. The driver adds what stands outside of the code.
type (
	Maps       = waydown.Maps
	Map        = waydown.Map
	Actor      = waydown.Actor
	Serve      = waydown.Serve
	Moment     = waydown.Moment
	Limit      = waydown.Limit
	End        = waydown.End
	Place      = waydown.Place
	Platform   = waydown.Platform
	MapSignal  = waydown.Signal
	MapFinding = waydown.Finding
	MapStep    = waydown.Step
	MapKind    = waydown.Kind
)

// What a step of a map is.
const (
	Wait    = waydown.Wait
	Unready = waydown.Unready
	Delay   = waydown.Delay
	Drain   = waydown.Drain
	Cut     = waydown.Cut
	Close   = waydown.Close
	Flush   = waydown.Flush
	Tell    = waydown.Tell
	Join    = waydown.Join
	Return  = waydown.Return
	Exit    = waydown.Exit
)
