package resource

// Kinds of net and crypto/tls.
const (
	NetConn      Kind = "net.Conn"
	TCPConn      Kind = "net.TCPConn"
	UDPConn      Kind = "net.UDPConn"
	UnixConn     Kind = "net.UnixConn"
	PacketConn   Kind = "net.PacketConn"
	IPConn       Kind = "net.IPConn"
	TLSConn      Kind = "crypto/tls.Conn"
	NetListener  Kind = "net.Listener"
	TCPListener  Kind = "net.TCPListener"
	UnixListener Kind = "net.UnixListener"
)

const lostConn = "its descriptor, and the peer's, stay open"

func connection(k Kind) Resource {
	return Resource{Kind: k, Category: "conn-unclosed", Noun: "connection", Verb: "closed", Deferred: "Close()", Lost: lostConn, Process: true}
}

func listener(k Kind, lost string) Resource {
	return Resource{Kind: k, Category: "conn-unclosed", Noun: "listener", Verb: "closed", Deferred: "Close()", Lost: lost, Process: true}
}

var netResources = []Resource{
	connection(NetConn), connection(TCPConn), connection(UDPConn), connection(UnixConn), connection(IPConn), connection(PacketConn), connection(TLSConn),
	listener(NetListener, "its port stays taken"), listener(TCPListener, "its port stays taken"), listener(UnixListener, "its socket stays taken"),
}

// netRows are the functions that dial, listen and accept.
var netRows = []Row{
	makes("net.Dial", 0, NetConn),
	makes("net.DialTimeout", 0, NetConn),
	makes("net.DialTCP", 0, TCPConn),
	makes("net.DialUDP", 0, UDPConn),
	makes("net.DialUnix", 0, UnixConn),
	makes("net.DialIP", 0, IPConn),
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
	makes("net.ListenMulticastUDP", 0, UDPConn),
	makes("net.ListenUnixgram", 0, UnixConn),
	makes("net.ListenIP", 0, IPConn),
	makes("net.ListenTCP", 0, TCPListener),
	makes("net.ListenUnix", 0, UnixListener),
	makes("crypto/tls.Listen", 0, NetListener),
	makes("net.FileConn", 0, NetConn),
	makes("net.FileListener", 0, NetListener),
	makes("net.FilePacketConn", 0, PacketConn),
	makes("(net.Listener).Accept", 0, NetConn),
	makes("(*net.TCPListener).Accept", 0, NetConn),
	makes("(*net.TCPListener).AcceptTCP", 0, TCPConn),
	makes("(*net.UnixListener).Accept", 0, NetConn),
	makes("(*net.UnixListener).AcceptUnix", 0, UnixConn),
	makes("(*net.conn).File", 0, OSFile), // a second descriptor
	makes("(*net.TCPListener).File", 0, OSFile),
	makes("(*net.UnixListener).File", 0, OSFile),
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
