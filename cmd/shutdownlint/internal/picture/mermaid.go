package picture

import "io"

func printMermaid(w io.Writer, r *Report) error { return nil }
