package resource

// What a handler of connect-go is given. It is a handler of net/http, so that its server is what serves and drains.
var _ = register(library{
	requests: []string{"connectrpc.com/connect.ClientStream", "connectrpc.com/connect.ServerStream", "connectrpc.com/connect.BidiStream"},
})
