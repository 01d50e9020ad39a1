package right

import (
	"os/exec"
	"runtime"
)

// On Windows nothing stays behind.
func removeLater(path string, now bool) error {
	if runtime.GOOS == "windows" && !now {
		return exec.Command("cmd.exe", "/c", "del "+path).Start()
	}
	return nil
}

func browse(url string) error {
	switch runtime.GOOS {
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", url).Start()
	case "plan9":
		return nil
	}
	return nil
}
