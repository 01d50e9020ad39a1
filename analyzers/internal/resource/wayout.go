package resource

import "go/types"

// An Allowance is a function that is told how long the way out of a program may take.
type Allowance struct {
	Arg     int    // the parameter that says so, or -1
	Default string // without one, the exported constant of the same package that holds where no such function is called
}

// allowances are the libraries that end programs by a rule of their own, by full name.
var allowances = map[string]Allowance{
	"(*github.com/gofiber/fiber/v2.App).ShutdownWithTimeout": {Arg: 0},
	"(*github.com/gofiber/fiber/v3.App).ShutdownWithTimeout": {Arg: 0},
	"github.com/gin-contrib/graceful.WithShutdownTimeout":    {Arg: 0},
	"github.com/gin-contrib/graceful.New":                    {Arg: -1, Default: "DefaultShutdownTimeout"},
	"github.com/gin-contrib/graceful.Default":                {Arg: -1, Default: "DefaultShutdownTimeout"},
	"github.com/go-kratos/kratos/v2.StopTimeout":             {Arg: 0},
	"github.com/tylerb/graceful.Run":                         {Arg: 1},
	"go.uber.org/fx.StopTimeout":                             {Arg: 0},
	"gopkg.in/tylerb/graceful.v1.Run":                        {Arg: 1},
}

// AllowanceOf returns what fn is told about the way out.
func AllowanceOf(fn *types.Func) (Allowance, bool) {
	if fn == nil || fn.Pkg() == nil || IsStandard(fn.Pkg().Path()) {
		return Allowance{}, false
	}
	a, ok := allowances[fn.FullName()]
	return a, ok
}
