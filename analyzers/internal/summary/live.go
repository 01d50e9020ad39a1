package summary

import "golang.org/x/tools/go/ast/inspector"

// Live reports whether the code at cur can run: it is led to by an entry point, by an initial value of the package, or by
// somebody out of sight.
func (s *Summary) Live(cur inspector.Cursor) bool { return s.Sites().Live(cur) }
