package drill

import "os"

func status(s *os.ProcessState) int { return s.ExitCode() }

func bySignal(*os.ProcessState) bool { return false }
