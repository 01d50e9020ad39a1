package resource

import (
	"go/types"
	"slices"
)

// goroutineRows are the functions that call what they are given in a goroutine of its own, where nothing recovers.
// Those of github.com/sourcegraph/conc are missing on purpose: its Wait panics in the waiting goroutine instead.
var goroutineRows = slices.Concat(
	each(Spawns, "(*sync.WaitGroup).", "Go"),
	each(Spawns, "time.", "AfterFunc"),
	each(Spawns, "context.", "AfterFunc"),
	each(Spawns, "(*golang.org/x/sync/errgroup.Group).", "Go", "TryGo"),

	// Reading methods of gin.Context, which a copy has as well.
	ginReads("Param", "Query", "DefaultQuery", "GetQuery", "QueryArray", "GetQueryArray", "QueryMap", "GetHeader", "Get", "MustGet",
		"GetString", "GetBool", "GetInt", "GetInt64", "GetUint", "GetUint64", "GetFloat64", "GetTime", "GetDuration", "GetStringSlice",
		"GetStringMap", "GetStringMapString", "ClientIP", "RemoteIP", "ContentType", "FullPath", "HandlerName", "Cookie",
		"Deadline", "Done", "Err", "Value", "IsWebsocket"),
)

func ginReads(names ...string) []Row {
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Func: "(*github.com/gin-gonic/gin.Context)." + name, Recv: Reads, Args: []Effect{Reads}})
	}
	return rows
}

// GinContext is the type that gin uses again for another request as soon as the handler has returned.
const GinContext = "github.com/gin-gonic/gin.Context"

// handlerTypes exist only while a request is served: a function that takes one runs in a request handler.
var handlerTypes = map[string]bool{
	"net/http.ResponseWriter": true, // chi and gorilla/mux too
	GinContext:                true,
	"github.com/gin-gonic/gin.ResponseWriter":           true,
	"github.com/labstack/echo.Context":                  true,
	"github.com/labstack/echo/v4.Context":               true,
	"github.com/labstack/echo/v5.Context":               true,
	"github.com/gofiber/fiber/v2.Ctx":                   true,
	"github.com/gofiber/fiber/v3.Ctx":                   true,
	"github.com/valyala/fasthttp.RequestCtx":            true,
	"github.com/cloudwego/hertz/pkg/app.RequestContext": true,
	"github.com/kataras/iris/v12/context.Context":       true,
	"github.com/emicklei/go-restful/v3.Response":        true,
	"github.com/gogf/gf/v2/net/ghttp.Request":           true,
}

// TakesRequest reports whether a function with this signature runs while a request is served, and nowhere else.
func TakesRequest(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if handlerTypes[TypeName(v.Type())] {
			return true
		}
	}
	return false
}
