package right

import (
	"bufio"
	"os"
	"testing"
)

func Test(t *testing.T) {
	w := bufio.NewWriter(os.Stdout)
	w.WriteString("a")
}
