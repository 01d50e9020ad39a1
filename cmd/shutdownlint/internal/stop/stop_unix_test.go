//go:build unix

package stop

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
)

func TestMain(m *testing.M) {
	switch os.Getenv("STOP_TEST") {
	case "holds":
		Listen(func() { fmt.Println("last") })
		release := Hold()
		fmt.Println("ready")
		<-Asked()
		fmt.Println("written")
		release()
		Hold() // never returns
		fmt.Println("went on")
	case "starts":
		Listen(func() { fmt.Println("last") })
		release := Hold()
		cmd := Command("sh", "-c", "(sleep 30; echo survived) & sleep 60 & echo ready; wait")
		cmd.Stdout = os.Stdout
		fmt.Println(cmd.Run() != nil)
		release()
		select {}
	default:
		os.Exit(m.Run())
	}
}

// TestSignals sends a signal to a program that holds its end, and to one that has started others: nothing of them is left when their
// output ends, and the signal is what they end by.
func TestSignals(t *testing.T) {
	for program, want := range map[string]string{
		"holds":  "ready\nwritten\nlast\n",
		"starts": "ready\ntrue\nlast\n",
	} {
		for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
			t.Run(fmt.Sprint(program, s), func(t *testing.T) {
				signal.Notify(make(chan os.Signal, 1), s) // what ignores it, nohup for example, would have cmd ignore it too
				defer signal.Reset(s)
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), "STOP_TEST="+program)
				out, err := cmd.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				var said strings.Builder
				for b := make([]byte, 1); !strings.Contains(said.String(), "ready\n"); {
					if _, err := out.Read(b); err != nil {
						t.Fatalf("%v after %q", err, said.String())
					}
					said.Write(b)
				}
				if err := cmd.Process.Signal(s); err != nil {
					t.Fatal(err)
				}
				if _, err := io.Copy(&said, out); err != nil {
					t.Error(err)
				}
				err = cmd.Wait()
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != s {
					t.Errorf("ended by %v, want %v", err, s)
				}
				if said.String() != want {
					t.Errorf("%q, want %q", said.String(), want)
				}
			})
		}
	}
}
