// Package zombie finds commands that nobody waits for.
//
// # Analyzer zombie
//
// zombie: report commands that are started and never waited for
//
// # Category cmd-no-wait
//
// cmd-no-wait: a command is started and never waited for
//
// In production each child that has ended stays a zombie until its parent ends: a service that starts one per request
// runs into the limit of processes, and with it the machine. Whether the command failed is never known either.
//
// Level: error where requests start it, or a loop; else a note, as one zombie does no harm.
//
//	return exec.Command("xdg-open", url).Start() // WRONG: nobody can wait for it
//
//	cmd := exec.Command("xdg-open", url)
//	if err := cmd.Start(); err != nil {
//		return err
//	}
//	go cmd.Wait() // RIGHT: or cmd.Run, where it may take its time
//	return nil
//
// Not reported: a command that is kept, returned or handed on; Process.Release and Process.Wait, which say that somebody
// has thought about it (on Unix, Release leaves the zombie until the parent ends); func main, and places after which the
// process ends; what runs on another system only, by runtime.GOOS: on Windows there are no zombies.
//
// Fix: None: only its author knows whether the command should be waited for here or in the background.
package zombie
