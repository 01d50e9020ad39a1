package resource

import "slices"

// exitRows are the functions that do not return, or do so only without an error to complain about.
var exitRows = slices.Concat(
	each(Exits, "os.", "Exit"),
	each(Exits, "syscall.", "Exit"),
	each(Exits, "log.", "Fatal", "Fatalf", "Fatalln"),
	each(Exits, "(*log.Logger).", "Fatal", "Fatalf", "Fatalln"),
	each(Panics, "log.", "Panic", "Panicf", "Panicln"),
	each(Panics, "(*log.Logger).", "Panic", "Panicf", "Panicln"),
	each(Panics, "runtime.", "Goexit"),

	// go.uber.org/zap
	each(Exits, "(*go.uber.org/zap.Logger).", "Fatal"),
	each(Exits, "(*go.uber.org/zap.SugaredLogger).", "Fatal", "Fatalf", "Fatalln", "Fatalw"),
	each(Panics, "(*go.uber.org/zap.Logger).", "Panic"),
	each(Panics, "(*go.uber.org/zap.SugaredLogger).", "Panic", "Panicf", "Panicln", "Panicw"),

	// github.com/rs/zerolog: the event that Fatal returns ends the process when it is written.
	each(Arms, "github.com/rs/zerolog/log.", "Fatal"),
	each(Arms, "(*github.com/rs/zerolog.Logger).", "Fatal"),
	each(Fires, "(*github.com/rs/zerolog.Event).", "Msg", "Msgf", "MsgFunc", "Send"),

	// github.com/sirupsen/logrus: runs the handlers that were registered for it, but no defers.
	each(Exits, "github.com/sirupsen/logrus.", "Exit"),
	logrus("github.com/sirupsen/logrus."),
	logrus("(*github.com/sirupsen/logrus.Logger)."),
	logrus("(*github.com/sirupsen/logrus.Entry)."),
	logrus("(github.com/sirupsen/logrus.FieldLogger)."),
	logrus("(github.com/sirupsen/logrus.StdLogger)."),

	// glog and klog flush their own files first.
	glog("github.com/golang/glog."),
	glog("k8s.io/klog."),
	glog("k8s.io/klog/v2."),
	each(Exits, "k8s.io/klog/v2.", "FlushAndExit"),

	// other loggers
	each(Exits, "github.com/charmbracelet/log.", "Fatal", "Fatalf"),
	each(Exits, "(*github.com/charmbracelet/log.Logger).", "Fatal", "Fatalf"),
	each(Exits, "github.com/apex/log.", "Fatal", "Fatalf"),
	each(Exits, "github.com/labstack/gommon/log.", "Fatal", "Fatalf", "Fatalj"),
	each(Exits, "(*github.com/labstack/gommon/log.Logger).", "Fatal", "Fatalf", "Fatalj"),
	each(Exits, "(github.com/labstack/echo.Logger).", "Fatal", "Fatalf", "Fatalj"),
	each(Exits, "(github.com/labstack/echo/v4.Logger).", "Fatal", "Fatalf", "Fatalj"),
	each(Exits, "github.com/gofiber/fiber/v2/log.", "Fatal", "Fatalf", "Fatalw"),
	each(Exits, "github.com/gofiber/fiber/v3/log.", "Fatal", "Fatalf", "Fatalw"),
	each(Exits, "github.com/cloudwego/hertz/pkg/common/hlog.", "Fatal", "Fatalf"),
	each(Exits, "github.com/go-kratos/kratos/v2/log.", "Fatal", "Fatalf", "Fatalw"),
	each(Exits, "(*github.com/go-kratos/kratos/v2/log.Helper).", "Fatal", "Fatalf", "Fatalw"),

	// command lines: these end the process when their argument is an error.
	each(MayExit, "github.com/spf13/cobra.", "CheckErr"),
	each(MayExit, "github.com/urfave/cli.", "HandleExitCoder"),
	each(MayExit, "github.com/urfave/cli/v2.", "HandleExitCoder"),
	each(MayExit, "github.com/urfave/cli/v3.", "HandleExitCoder"),
	each(MayExit, "github.com/alecthomas/kingpin.", "FatalIfError"),
	each(MayExit, "github.com/alecthomas/kingpin/v2.", "FatalIfError"),
	each(Exits, "github.com/alecthomas/kingpin/v2.", "Fatalf", "FatalUsage"),
	each(MayExit, "(*github.com/alecthomas/kong.Kong).", "FatalIfErrorf"),
	each(MayExit, "github.com/zeromicro/go-zero/core/logx.", "Must"),
	each(MayExit, "github.com/zeromicro/go-zero/core/conf.", "MustLoad"),
)

// each returns one row for each function whose full name is prefix and one of names. What they are given is printed.
func each(does Does, prefix string, names ...string) []Row {
	var rows []Row
	for _, name := range names {
		rows = append(rows, Row{Func: prefix + name, Args: []Effect{Reads}, Does: does})
	}
	return rows
}

func logrus(prefix string) []Row {
	return slices.Concat(each(Exits, prefix, "Fatal", "Fatalf", "Fatalln"), each(Panics, prefix, "Panic", "Panicf", "Panicln"))
}

func glog(prefix string) []Row {
	return each(Exits, prefix, "Fatal", "Fatalf", "Fatalln", "FatalDepth", "Exit", "Exitf", "Exitln", "ExitDepth")
}

// loggers are the packages whose functions write what they are given, whatever it is.
var loggers = map[string]bool{
	"go.uber.org/zap":               true,
	"go.uber.org/zap/zapcore":       true,
	"github.com/rs/zerolog":         true,
	"github.com/rs/zerolog/log":     true,
	"github.com/sirupsen/logrus":    true,
	"github.com/golang/glog":        true,
	"k8s.io/klog":                   true,
	"k8s.io/klog/v2":                true,
	"github.com/hashicorp/go-hclog": true,
	"github.com/charmbracelet/log":  true,
	"github.com/apex/log":           true,
}

// IsLogger reports whether the package with this path is a well-known logger.
func IsLogger(path string) bool { return loggers[path] }
