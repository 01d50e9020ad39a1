package right

import "os"

func inATest(name string) bool {
	f, _ := os.Open(name)
	return f.Name() == name
}
