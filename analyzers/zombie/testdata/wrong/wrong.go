// Package wrong starts commands and forgets them.
package wrong

import (
	"context"
	"log"
	"net/http"
	x "os/exec"
	"time"
)

func chained(url string) error {
	return x.Command("xdg-open", url).Start() // want `the command is started and never waited for.*\(cmd-no-wait, note\)`
}

func local(url string) {
	cmd := x.Command("kill", url)
	if err := cmd.Start(); err != nil { // want `cmd is started and never waited for.*\(cmd-no-wait, note\)`
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
	if err := (cmd.Start)(); err != nil { // want `\(cmd-no-wait, note\)`
		return 0, err
	}
	return cmd.Process.Pid, nil
}

func killed(url string) error {
	cmd := x.Command("sleep", url)
	if err := cmd.Start(); err != nil { // want `\(cmd-no-wait, note\)`
		return err
	}
	return cmd.Process.Kill()
}

func made(url string) error {
	cmd := build(url)
	return cmd.Start() // want `\(cmd-no-wait, note\)`
}

func build(url string) *x.Cmd { return x.Command("open", url) }

func handle(w http.ResponseWriter, r *http.Request) {
	cmd := x.Command("convert", r.URL.Path)
	if err := cmd.Start(); err != nil { // want `\(cmd-no-wait\)`
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
	notify(r.URL.Path)
}

func notify(path string) {
	if err := x.Command("notify", path).Start(); err != nil { // want `\(cmd-no-wait\)`
		log.Print(err)
	}
}

func everyMinute() {
	for range time.Tick(time.Minute) {
		clean()
	}
}

func clean() {
	if err := x.Command("clean").Start(); err != nil { // want `\(cmd-no-wait\)`
		log.Print(err)
	}
}
