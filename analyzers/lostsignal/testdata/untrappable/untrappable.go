// Package untrappable asks for signals that nobody can catch.
package untrappable

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func killMeansTerm(c chan os.Signal) {
	signal.Notify(c, os.Interrupt, os.Kill) // want `no process can catch os.Kill: .* \(signal-untrappable\)`
}

func dropped(c chan os.Signal) {
	signal.Notify(c, syscall.SIGKILL, syscall.SIGTERM, syscall.SIGSTOP) // want `no process can catch syscall.SIGKILL or syscall.SIGSTOP`
}

func inSlice(c chan os.Signal) {
	list := []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL}
	signal.Notify(c, list...) // want `signal-untrappable`
}

func inLoop(c chan os.Signal) {
	for _, s := range []os.Signal{os.Kill, syscall.SIGTERM} {
		signal.Notify(c, s) // want `signal-untrappable`
	}
}

func withContext(ctx context.Context) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, os.Kill) // want `signal-untrappable`
	defer stop()
	work(ctx)
}

// handled is read by stopAll, too, so that it is left as it is.
var handled = []os.Signal{syscall.SIGTERM, syscall.SIGKILL}

func sharedList(c chan os.Signal) {
	signal.Notify(c, handled...) // want `signal-untrappable`
}

func stopAll(p *os.Process) {
	for _, s := range handled {
		p.Signal(s)
	}
	p.Signal(handled[0])
}

func onlyStop(c chan os.Signal) {
	signal.Notify(c, syscall.SIGSTOP) // want `signal-untrappable`
}

func sentNotAsked(cmd *exec.Cmd, pid int) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Kill) }
	syscall.Kill(pid, syscall.SIGKILL)
}

func compared(s os.Signal) bool { return s == os.Kill }

func work(context.Context) {}
