package wrong

import (
	"os/exec"
	"runtime"
)

func browse(url string) error {
	switch runtime.GOOS {
	case "windows", "darwin":
		return nil
	default:
		return exec.Command("xdg-open", url).Start() // want `\(cmd-no-wait, note\)`
	}
}

func removeLater(path string, now bool) error {
	if runtime.GOOS != "windows" && !now {
		return exec.Command("rm", path).Start() // want `\(cmd-no-wait, note\)`
	}
	return nil
}
