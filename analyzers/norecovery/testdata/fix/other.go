package fix

import "example.com/norecovery/facts/router"

func withoutTheImport() {
	gin := router.Empty() // want `gin-no-recovery`
	gin.Run()
}
