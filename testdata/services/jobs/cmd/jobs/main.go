// A program that does a job every second, each of which takes a while.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/robfig/cron/v3"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	jobs := cron.New()
	jobs.Schedule(cron.Every(time.Second), cron.FuncJob(func() {
		fmt.Println("begun")
		time.Sleep(300 * time.Millisecond)
		fmt.Println("done")
	}))
	jobs.Start()
	fmt.Println("listening on no port")
	<-ctx.Done()
	jobs.Stop() // want `jobs.Stop does not wait for the jobs that run`
}
