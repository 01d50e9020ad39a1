// The program ends right after it has started something.
package main

import "os/exec"

func main() { _ = exec.Command("true").Start() }
