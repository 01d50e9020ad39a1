package used

import "testing"

func Test(t *testing.T) {
	//shutdownlint:ignore gin-run test files are not looked at
	above()
	//shutdownlint:ignore
	behind()
}
