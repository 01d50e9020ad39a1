// Package stubs has connections behind the stubs of services, as generated code makes them.
package stubs

import (
	"context"

	"google.golang.org/grpc"
)

// A UserClient is a stub.
type UserClient interface{ User(context.Context) error }

type userClient struct{ cc grpc.ClientConnInterface }

func (c *userClient) User(ctx context.Context) error { return c.cc.Invoke(ctx, "User", nil, nil) }

// NewUserClient is what the generator writes.
func NewUserClient(cc grpc.ClientConnInterface) UserClient { return &userClient{cc} }

type clients struct{ users, groups UserClient }

func newClients(cc *grpc.ClientConn) *clients {
	return &clients{users: NewUserClient(cc), groups: NewUserClient(cc)}
}

func (c *clients) check() error { return c.users.User(context.Background()) }

// A Proxy keeps the clients.
type Proxy struct {
	cl    *clients
	queue chan int
}

func newProxy(cl *clients) *Proxy { return &Proxy{cl: cl, queue: make(chan int)} }

// A Config keeps the proxy.
type Config struct{ proxy *Proxy }

// Connect keeps the connection where nobody sees it any more.
func (c *Config) Connect() error {
	conn, err := grpc.NewClient("localhost:50051")
	if err != nil {
		return err
	}
	cl := newClients(conn)
	if err := cl.check(); err != nil {
		return err
	}
	c.proxy = newProxy(cl)
	return nil
}

// A Directory has one stub.
type Directory struct{ users UserClient }

func (d *Directory) use(cc *grpc.ClientConn) { d.users = NewUserClient(cc) }

// Open hands it to a method that keeps it.
func (d *Directory) Open() error {
	conn, err := grpc.NewClient("localhost:50052")
	if err != nil {
		return err
	}
	d.use(conn)
	return nil
}

// Once makes a stub for one call.
func Once(ctx context.Context) error {
	conn, err := grpc.NewClient("localhost:50053") // want `conn, the client of grpc.NewClient, is never closed`
	if err != nil {
		return err
	}
	return ask(ctx, conn)
}

func ask(ctx context.Context, cc *grpc.ClientConn) error { return NewUserClient(cc).User(ctx) }
