package drill

import (
	"errors"
	"os"
	"os/exec"
	"time"
)

// Windows can only end a process by its handle, which leaves it no chance.
const signals = false

func group(*exec.Cmd) {}

func dump(*os.Process) error { return errors.ErrUnsupported }

func survivors(int, []process, bool, time.Duration) []process { return nil }

func watch(int) (string, func() bool, error) { return "", nil, errors.ErrUnsupported }

func end(int, []process) error { return nil }
