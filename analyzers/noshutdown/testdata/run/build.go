// The command run serves with gin.
package main

import "github.com/gin-gonic/gin"

func build() *gin.Engine { return gin.Default() }
