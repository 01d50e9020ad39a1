package resource

// The response of a handshake has no body to close.
var _ = register(library{
	rows: [][]Row{each(Harmless, "(*github.com/gorilla/websocket.Conn).", "Close")},
	owed: [][]Row{
		having(0, "(*github.com/gorilla/websocket.Dialer).", "Dial", "DialContext"),
		taking("github.com/gorilla/websocket.", "NewClient", Keeps),
	},
})
