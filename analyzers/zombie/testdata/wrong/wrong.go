// Package wrong starts commands and forgets them.
package wrong

import (
	"context"
	"log"
	x "os/exec"
)

func chained(url string) error {
	return x.Command("xdg-open", url).Start() // want `the command is started and never waited for.*cmd-no-wait`
}

func local(url string) {
	cmd := x.Command("kill", url)
	if err := cmd.Start(); err != nil { // want `cmd is started and never waited for.*cmd-no-wait`
		log.Print(err)
	}
}

func chosen(ctx context.Context, mac bool, url string) (int, error) {
	var cmd *x.Cmd
	if mac {
		cmd = x.Command("open", url)
	} else {
		cmd = x.CommandContext(ctx, "xdg-open", url)
	}
	if err := (cmd.Start)(); err != nil { // want `cmd-no-wait`
		return 0, err
	}
	return cmd.Process.Pid, nil
}

func killed(url string) error {
	cmd := x.Command("sleep", url)
	if err := cmd.Start(); err != nil { // want `cmd-no-wait`
		return err
	}
	return cmd.Process.Kill()
}

func made(url string) error {
	cmd := build(url)
	return cmd.Start() // want `cmd-no-wait`
}

func build(url string) *x.Cmd { return x.Command("open", url) }
