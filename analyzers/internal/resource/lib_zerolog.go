package resource

// The event that Fatal returns ends the process when it is written.
var _ = register(library{
	loggers: []string{"github.com/rs/zerolog", "github.com/rs/zerolog/log"},
	rows: [][]Row{
		each(Arms, "github.com/rs/zerolog/log.", "Fatal"),
		each(Arms, "(*github.com/rs/zerolog.Logger).", "Fatal"),
		doing(LogsFailure, "github.com/rs/zerolog/log.", "Error", "Err"), // of the events that they return
		doing(LogsFailure, "(*github.com/rs/zerolog.Logger).", "Error", "Err"),
		each(Fires, "(*github.com/rs/zerolog.Event).", "Msg", "Msgf", "MsgFunc", "Send"),
	},
})
