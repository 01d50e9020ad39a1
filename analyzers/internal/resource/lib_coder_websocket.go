package resource

var (
	_ = register(websocket("github.com/coder/websocket"))
	_ = register(websocket("nhooyr.io/websocket"))
)

// websocket, by either of its paths. The response of a handshake has no body to close.
func websocket(path string) library {
	return library{
		rows: [][]Row{each(Harmless, "(*"+path+".Conn).", "Close", "CloseNow")},
		owed: [][]Row{having(0, path+".", "Dial")},
	}
}
