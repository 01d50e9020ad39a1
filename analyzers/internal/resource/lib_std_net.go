package resource

// Kinds of net and crypto/tls.
const (
	netConn      Kind = "net.Conn"
	tcpConn      Kind = "net.TCPConn"
	udpConn      Kind = "net.UDPConn"
	unixConn     Kind = "net.UnixConn"
	packetConn   Kind = "net.PacketConn"
	ipConn       Kind = "net.IPConn"
	tlsConn      Kind = "crypto/tls.Conn"
	netListener  Kind = "net.Listener"
	tcpListener  Kind = "net.TCPListener"
	unixListener Kind = "net.UnixListener"
)

func connection(k Kind) Resource {
	return Resource{Kind: k, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostConn, Process: true}
}

func listener(k Kind, lost string) Resource {
	return Resource{Kind: k, Category: "conn-unclosed", Noun: "listener", Verb: "closed", Deferred: "Close()", Lost: lost, Process: true}
}

var _ = register(library{
	rows: [][]Row{
		rowsOf(Row{Args: []Effect{Reads, Binds}, Does: Opens}, "net.", []string{"Listen", "ListenUnix"}),
		rowsOf(Row{Args: []Effect{Reads, Reads, Binds}, Does: Opens}, "(*net.ListenConfig).", []string{"Listen"}),
		doing(Opens, "net.", "ListenTCP"),
		doing(Opens, "crypto/tls.", "Listen"),
	},
	resources: []Resource{
		connection(netConn), connection(tcpConn), connection(udpConn), connection(unixConn), connection(ipConn), connection(packetConn), connection(tlsConn),
		listener(netListener, "its port stays taken"), listener(tcpListener, "its port stays taken"), listener(unixListener, "its socket stays taken"),
	},
	through: map[Kind]string{tcpConn: "net.conn", udpConn: "net.conn", unixConn: "net.conn", ipConn: "net.conn"},
	owed: [][]Row{
		made(netConn, "net.", "Dial", "DialTimeout", "FileConn"),
		made(tcpConn, "net.", "DialTCP"),
		made(udpConn, "net.", "DialUDP", "ListenUDP", "ListenMulticastUDP"),
		made(unixConn, "net.", "DialUnix", "ListenUnixgram"),
		made(ipConn, "net.", "DialIP", "ListenIP"),
		made(netConn, "(*net.Dialer).", "Dial", "DialContext"),
		made(tlsConn, "crypto/tls.", "Dial", "DialWithDialer"),
		made(netConn, "(*crypto/tls.Dialer).", "Dial", "DialContext"),
		made(packetConn, "net.", "ListenPacket", "FilePacketConn"),
		made(packetConn, "(*net.ListenConfig).", "ListenPacket"),
		made(netListener, "net.", "Listen", "FileListener"),
		made(netListener, "(*net.ListenConfig).", "Listen"),
		made(netListener, "crypto/tls.", "Listen"),
		made(tcpListener, "net.", "ListenTCP"),
		made(unixListener, "net.", "ListenUnix"),
		made(netConn, "(net.Listener).", "Accept"),
		made(netConn, "(*net.TCPListener).", "Accept"),
		made(tcpConn, "(*net.TCPListener).", "AcceptTCP"),
		made(netConn, "(*net.UnixListener).", "Accept"),
		made(unixConn, "(*net.UnixListener).", "AcceptUnix"),
		made(osFile, "(*net.conn).", "File"), // a second descriptor
		made(osFile, "(*net.TCPListener).", "File"),
		made(osFile, "(*net.UnixListener).", "File"),
		having(Releases, "(net.Conn).", "Close"),
		having(Releases, "(*net.conn).", "Close"),
		having(Releases, "(net.PacketConn).", "Close"),
		having(Releases, "(net.Listener).", "Close"),
		having(Releases, "(*crypto/tls.Conn).", "Close"),
		having(Releases, "(*net.TCPListener).", "Close"),
		having(Releases, "(*net.UnixListener).", "Close"),
		taking("crypto/tls.", "Client", Keeps, Reads),
		taking("crypto/tls.", "Server", Keeps, Reads),
		taking("crypto/tls.", "NewListener", Keeps, Reads),
		taking("net/smtp.", "NewClient", Keeps, 0),
		taking("net/textproto.", "NewConn", Keeps),
		taking("net/rpc.", "NewClient", Keeps),
		taking("net/rpc.", "ServeConn", Keeps),
		taking("net/rpc/jsonrpc.", "NewClient", Keeps),
	},
})
