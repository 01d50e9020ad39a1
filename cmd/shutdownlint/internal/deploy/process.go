package deploy

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/shutdownlint/shutdownlint/cmd/shutdownlint/internal/deploy/shell"
)

// Commands that matter when they are the first process of a container.
var (
	// They are made for it: they reap what dies, and pass signals on by their own rules.
	inits = []string{"tini", "tini-static", "dumb-init", "docker-init", "catatonit", "pid1", "init", "my_init", "s6-svscan", "s6-overlay", "runsvdir",
		"runit", "supervisord", "systemd", "monit", "circusd", "horust", "multirun", "goreman", "forego", "overmind", "hivemind", "process-compose"}
	// They become the command that they are given, with so many arguments of their own besides options.
	becoming = map[string]int{"env": 0, "nice": 0, "nohup": 0, "setpriv": 0, "stdbuf": 0, "setsid": 0, "gosu": 1, "su-exec": 1, "chpst": 0, "numactl": 0}
	// They start the program anew when its source changes, or run the command that some file names.
	wrappers = []string{"air", "reflex", "nodemon", "CompileDaemon", "fresh", "realize", "modd", "watchexec", "entr", "wgo", "gow", "arelo", "npm", "npx", "yarn", "pnpm"}

	shells = map[string]shellKind{"sh": unknownShell, "dash": dash, "ash": busybox, "bash": bash, "zsh": foreignShell, "ksh": foreignShell, "mksh": foreignShell}

	// Commands that are no service: nobody minds when they are cut.
	short = []string{"sh", "bash", "ash", "dash", "zsh", "echo", "true", "false", ":", "sleep", "tail", "cat", "ls", "pwd", "env", "printenv", "printf",
		"make", "go", "git", "date", "id", "uname", "test", "[", "exit", "return", "cd", "set", "export", "unset", "wait", "shift", "read",
		"source", ".", "eval", "mkdir", "cp", "mv", "rm", "ln", "chmod", "chown", "touch", "curl", "wget", "apk", "apt-get", "pip", "man", "help",
		"golangci-lint", "gotestsum", "task", "just", "mage", "kill", "top", "which", "command", "time"}

	// Commands that are no program in Go, apart from their versions.
	foreign = []string{"python", "pip", "java", "node", "deno", "bun", "ruby", "bundle", "rails", "puma", "php", "php-fpm", "perl", "dotnet", "gunicorn", "uvicorn", "celery",
		"flask", "streamlit", "jupyter", "nginx", "httpd", "apache", "envoy", "haproxy", "gcloud", "mysqld", "postgres", "redis-server", "mongod"}
)

// A problem says what keeps SIGTERM from the program of a container.
type problem struct {
	message string
	remedy  string // in a clause
	note    bool
	run     bool           // go run
	script  *shell.Script  // the argument of -c, or the script, in which the problem is
	last    *shell.Command // in script: what ought to be exec'ed, if that helps
	file    string         // no problem yet: this file is what the container runs
}

// judge says what is wrong with argv as the first process of a container, in which sh is a shell of the given kind. It
// returns nil if nothing is.
func judge(argv []string, sh shellKind) *problem {
	argv, ok := unwrap(argv)
	if !ok {
		return nil
	}
	if p := runner(argv); p != nil {
		return p
	}
	name := path.Base(argv[0])
	if name == "busybox" && len(argv) > 1 && (argv[1] == "sh" || argv[1] == "ash") {
		argv, name, sh = argv[1:], "sh", busybox
	}
	own, isShell := shells[name]
	if !isShell {
		return &problem{file: argv[0]}
	}
	if name != "sh" {
		sh = own
	}
	script, file := shellArguments(argv[1:])
	switch {
	case file != "":
		return &problem{file: file}
	case script == "" || sh == noShell || sh == foreignShell:
		return nil
	}
	return judgeString(shell.Parse(script), sh)
}

// unwrap takes the commands off argv that become the command behind them. It is not ok if nothing is left, or if what is
// left is made to be the first process.
func unwrap(argv []string) ([]string, bool) {
	for len(argv) > 0 {
		name := path.Base(argv[0])
		own, ok := becoming[name]
		if slices.Contains(inits, name) {
			return nil, false
		}
		if !ok {
			return argv, argv[0] != ""
		}
		argv = argv[1:]
		for len(argv) > 0 && (strings.HasPrefix(argv[0], "-") || name == "env" && strings.Contains(argv[0], "=")) {
			argv = argv[1:]
		}
		argv = argv[min(own, len(argv)):]
	}
	return nil, false
}

// runner reports programs that run the program of the container as a child.
func runner(argv []string) *problem {
	name := path.Base(argv[0])
	switch {
	case name == "go" && len(argv) > 1 && argv[1] == "run":
		return &problem{message: "go run does not pass SIGTERM on: it ends at once itself, and the program is killed with it", remedy: "run what go build makes", run: true}
	case slices.Contains(wrappers, name):
		return &problem{message: name + " stands between the platform and the program: whether SIGTERM reaches it, and whether anybody waits for it, is up to " + name, remedy: "run the program itself", note: true}
	}
	return nil
}

var valueOption = regexp.MustCompile(`^[-+][a-zA-Z]*[oO]$`)

// shellArguments returns what a shell with the given arguments runs: a string, or a file.
func shellArguments(args []string) (script, file string) {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case valueOption.MatchString(arg):
			i++ // -o pipefail, -euo pipefail
		case strings.HasPrefix(arg, "--") || strings.HasPrefix(arg, "+"):
		case strings.HasPrefix(arg, "-") && strings.Contains(arg, "c"):
			for i++; i < len(args); i++ {
				if !strings.HasPrefix(args[i], "-") {
					return args[i], ""
				}
			}
		case strings.HasPrefix(arg, "-"):
		default:
			return "", arg
		}
	}
	return "", ""
}

// alone is what helps where a shell waits for more than one command.
const alone = "let it stand alone at the end, with exec in front of it"

// judgeString judges what a shell is given by -c.
func judgeString(s *shell.Script, sh shellKind) *problem {
	subject, split := subject(s)
	if subject == nil {
		return nil
	}
	words := texts(subject.Words)
	if p := runner(words); p != nil {
		p.script = s
		return p
	}
	p := &problem{script: s, last: subject, remedy: "put exec in front of it"}
	switch {
	case split:
		p.last, p.remedy = nil, alone
		p.message = "the shell stays process 1 to wait for all of this line, and passes no signal on: SIGTERM never reaches " + show(words[0]) + ", and the grace period ends in SIGKILL"
	case sh == dash, sh == bash && subject.Redirects: // bash forks for what it redirects
		p.message = "the shell stays process 1 in front of " + show(words[0]) + " and passes no signal on: SIGTERM never reaches it, and the grace period ends in SIGKILL"
	case sh == unknownShell:
		p.note = true
		p.message = "if the shell of this image is dash, as on Debian and Ubuntu, it stays process 1 in front of " + show(words[0]) + ", and SIGTERM never reaches it"
	default:
		p.note = true
		p.message = "SIGTERM reaches " + show(words[0]) + " only because the shell of this image happens to become the last command: that of Debian and Ubuntu would stay in front of it"
	}
	return p
}

// judgeFile judges a script that the container runs: every shell stays and waits for the commands of a file.
func judgeFile(s *shell.Script, content string) *problem {
	subject, split := subject(s)
	if subject == nil || strings.Contains(content, subject.Name()+"()") || strings.Contains(content, "function "+subject.Name()) {
		return nil // a function of its own
	}
	name := show(subject.Name())
	if name == "$@" || name == "$*" {
		name = "the command that it is given"
	}
	p := &problem{script: s, last: subject, remedy: "put exec in front of it"}
	p.message = "the script stays process 1 in front of " + name + " and passes no signal on: SIGTERM never reaches it, and the grace period ends in SIGKILL"
	if split {
		p.last, p.remedy = nil, alone
	}
	return p
}

// subject returns the command of a script that is probably the service: the last one, or the first of a pipeline or of
// alternatives at the end, in which case split is true. It returns nil where there is none, or where the script takes care
// of signals by itself.
func subject(s *shell.Script) (cmd *shell.Command, split bool) {
	last := s.Last()
	if last == nil || s.Runs("exec") || s.Runs("trap") {
		return nil, false
	}
	i := len(s.Commands) - 1
	for i > 0 && (s.Commands[i-1].After == "|" || s.Commands[i-1].After == "||") {
		i, split = i-1, true
	}
	cmd = &s.Commands[i]
	if cmd.Depth > 0 || cmd.After == "&" {
		return nil, false
	}
	words, ok := unwrap(texts(cmd.Words))
	if !ok {
		return nil, false
	}
	name := path.Base(words[0])
	if runner(words) == nil && (slices.Contains(short, name) || slices.Contains(foreign, strings.TrimRight(name, "0123456789."))) {
		return nil, false
	}
	return cmd, split
}

func texts(words []shell.Word) []string {
	var list []string
	for _, w := range words {
		list = append(list, w.Text)
	}
	return list
}

// show shortens a word of a command for a message.
func show(word string) string {
	if len(word) > 40 {
		return word[:40] + "…"
	}
	return word
}
