package inhouse

import (
	"io"
	"sync"

	"example.com/kit"
	"example.com/pool"
)

type client struct {
	mu   sync.Mutex
	conn *pool.Conn
}

// Stored: whoever has the client releases it.
func newClient() (*client, error) {
	c, err := pool.Get("client")
	if err != nil {
		return nil, err
	}
	return &client{conn: c}, nil
}

func (c *client) Close() { c.conn.Release() }

func (c *client) reconnect() error {
	conn, err := kit.Open()
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = conn
	return nil
}

func usesClient() error {
	c, err := newClient()
	if err != nil {
		return err
	}
	defer c.Close()
	return nil
}

func inClosure() error {
	c, err := pool.Get("closure")
	if err != nil {
		return err
	}
	defer func() { c.Release() }()
	c.Send()
	return nil
}

func byMethodValue() error {
	c, err := pool.Get("value")
	if err != nil {
		return err
	}
	release := c.Release
	defer release()
	c.Send()
	return nil
}

func inGoroutine(p pool.Pool) {
	c := p.Lease()
	go func() {
		defer c.Release()
		c.Send()
	}()
}

func collected(p pool.Pool, n int) []*pool.Conn {
	var all []*pool.Conn
	for range n {
		all = append(all, p.Lease())
	}
	return all
}

func sent(p pool.Pool, to chan<- *pool.Conn) { to <- p.Lease() }

func sentIfPossible(p pool.Pool, to chan<- *pool.Conn) {
	select {
	case to <- p.Lease():
	case to <- (p.Lease()):
	}
}

func kept(p pool.Pool, m map[string]*pool.Conn, list []*pool.Conn, at **pool.Conn, c *client) []*pool.Conn {
	m["x"] = p.Lease()
	list[0] = p.Lease()
	*at = p.Lease()
	c.conn = p.Lease()
	return []*pool.Conn{p.Lease()}
}

type releaser interface{ Release() }

func asInterface(p pool.Pool) {
	var r releaser = p.Lease()
	defer r.Release()
}

func handedTo(p pool.Pool, keep func(*pool.Conn)) { keep(p.Lease()) }

// A Promoted has its releasing method from what it embeds.
func promoted() {
	c := pool.NewPromoted()
	defer c.End()
}

func onEveryPath(p pool.Pool, early bool) error {
	c := p.Lease()
	if early {
		c.Release()
		return io.EOF
	}
	c.Send()
	c.Release()
	return nil
}

func typed[T any](v T) T {
	t := pool.NewTyped(v)
	defer t.End()
	return t.Value()
}
