package guess

// Stop reports whether a function called name stops something: by its first word or its last, as in stopTelemetry and otelShutdown. It
// neither waits for what others do nor ends the process.
func Stop(name string) bool {
	list := Words(name)
	for len(list) > 1 && (list[len(list)-1] == "func" || list[len(list)-1] == "fn") {
		list = list[:len(list)-1] // a variable that holds one
	}
	if n := len(list); n == 0 || n > 1 && (before[list[0]] || behind[list[n-1]]) || words[list[0]].Any(Waits|Kills|Works) {
		return false
	}
	for _, w := range []string{list[0], list[len(list)-1]} {
		if does := words[w]; does.Any(Over) && !does.Any(Waits|Kills|Works) {
			return true
		}
	}
	return false
}
