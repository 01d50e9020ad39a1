package resource

// Kinds of net and crypto/tls.
const (
	NetConn     Kind = "net.Conn"
	TCPConn     Kind = "net.TCPConn"
	UDPConn     Kind = "net.UDPConn"
	UnixConn    Kind = "net.UnixConn"
	PacketConn  Kind = "net.PacketConn"
	TLSConn     Kind = "crypto/tls.Conn"
	NetListener Kind = "net.Listener"
)

const lostConn = "its descriptor, and the peer's, stay open"

func connection(k Kind) Resource {
	return Resource{Kind: k, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostConn, Process: true}
}

var netResources = []Resource{
	connection(NetConn), connection(TCPConn), connection(UDPConn), connection(UnixConn), connection(PacketConn), connection(TLSConn),
	{Kind: NetListener, Category: "conn-unclosed", Noun: "listener", Verb: "closed", Deferred: "Close()", Lost: "its port stays taken", Process: true},
}

// netRows are the functions that dial, listen and accept.
var netRows = []Row{
	makes("net.Dial", 0, NetConn),
	makes("net.DialTimeout", 0, NetConn),
	makes("net.DialTCP", 0, TCPConn),
	makes("net.DialUDP", 0, UDPConn),
	makes("net.DialUnix", 0, UnixConn),
	makes("(*net.Dialer).Dial", 0, NetConn),
	makes("(*net.Dialer).DialContext", 0, NetConn),
	makes("crypto/tls.Dial", 0, TLSConn),
	makes("crypto/tls.DialWithDialer", 0, TLSConn),
	makes("(*crypto/tls.Dialer).Dial", 0, NetConn),
	makes("(*crypto/tls.Dialer).DialContext", 0, NetConn),
	makes("net.Listen", 0, NetListener),
	makes("(*net.ListenConfig).Listen", 0, NetListener),
	makes("net.ListenPacket", 0, PacketConn),
	makes("(*net.ListenConfig).ListenPacket", 0, PacketConn),
	makes("net.ListenUDP", 0, UDPConn),
	makes("(net.Listener).Accept", 0, NetConn),
	makes("(*net.TCPListener).AcceptTCP", 0, TCPConn),
	releases("(net.Conn).Close"),
	releases("(*net.conn).Close"),
	releases("(net.PacketConn).Close"),
	releases("(net.Listener).Close"),
	releases("(*crypto/tls.Conn).Close"),
	releases("(*net.TCPListener).Close"),
	releases("(*net.UnixListener).Close"),
	{Func: "crypto/tls.Client", Args: []Effect{Keeps, Reads}},
	{Func: "crypto/tls.Server", Args: []Effect{Keeps, Reads}},
	{Func: "crypto/tls.NewListener", Args: []Effect{Keeps, Reads}},
	{Func: "net/smtp.NewClient", Args: []Effect{Keeps, 0}},
	{Func: "net/textproto.NewConn", Args: []Effect{Keeps}},
	{Func: "net/rpc.NewClient", Args: []Effect{Keeps}},
	{Func: "net/rpc.ServeConn", Args: []Effect{Keeps}},
	{Func: "net/rpc/jsonrpc.NewClient", Args: []Effect{Keeps}},
	{Func: "net/http/fcgi.Serve", Args: []Effect{Keeps, Reads}},
}
