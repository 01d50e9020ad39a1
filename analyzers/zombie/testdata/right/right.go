// Package right waits, hands on, or lets go on purpose.
package right

import (
	"os"
	. "os/exec"
)

func waits() error {
	cmd := Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

func waitsInAGoroutine() error {
	cmd := Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }()
	return nil
}

func deferred() error {
	cmd := Command("true")
	wait := cmd.Wait
	defer wait()
	return cmd.Start()
}

type process struct{ cmd *Cmd }

func (p *process) start() error {
	p.cmd = Command("true")
	return p.cmd.Start()
}

func (p *process) stop() error { return p.cmd.Wait() }

func returned() (*Cmd, error) {
	cmd := Command("true")
	err := cmd.Start()
	return cmd, err
}

func parameter(cmd *Cmd) error { return cmd.Start() }

func released() error {
	cmd := Command("daemon")
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

func processHandedOn(watch func(*os.Process)) error {
	cmd := Command("daemon")
	if err := cmd.Start(); err != nil {
		return err
	}
	watch(cmd.Process)
	return nil
}

func helperWaits() error {
	cmd := Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	return wait(cmd)
}

func wait(cmd *Cmd) error { return cmd.Wait() }

func endsHere() {
	cmd := Command("true")
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	os.Exit(0)
}

func endsHereUnlessItFails() error {
	cmd := Command("daemon")
	err := cmd.Start()
	if err != nil {
		return err
	}
	os.Exit(0)
	return nil
}

func runs() error { return Command("true").Run() }

type starter struct{}

func (starter) Start() error { return nil }

func notACommand() error { return starter{}.Start() }
