// Package inhouse uses in-house clients.
package inhouse

import (
	"os"

	"example.com/kit"
	"example.com/pool"
)

func leaks(p pool.Pool) error {
	c, err := kit.Open() // want `c, the Conn of kit.Open, is never released: its pool runs dry \(conn-unclosed\)`
	if err != nil {
		return err
	}
	c.Send()
	d := p.Lease() // want `never released`
	d.Send()
	t := kit.Typed() // want `never ended`
	_ = t.Value()
	u := pool.NewTyped(1) // want `never ended`
	_ = u.Value()
	return nil
}

func releases(p pool.Pool) error {
	c, err := kit.Open()
	if err != nil {
		return err
	}
	defer kit.Done(c)
	c.Send()
	d := p.Lease()
	defer d.Release()
	d.Send()
	t := kit.Typed()
	defer t.End()
	_ = t.Value()
	return nil
}

func note() {
	f, err := os.Open("x") // want `file-unclosed, note`
	if err != nil {
		return
	}
	f.Stat()
}
