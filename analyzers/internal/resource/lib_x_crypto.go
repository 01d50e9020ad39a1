package resource

var _ = register(library{
	rows: [][]Row{
		each(Harmless, "(golang.org/x/crypto/ssh.Conn).", "Close"),
		each(Harmless, "(*golang.org/x/crypto/ssh.Session).", "Close"),
	},
	side: []string{"(*golang.org/x/crypto/acme/autocert.Manager).HTTPHandler"}, // answers challenges, and redirects
})
