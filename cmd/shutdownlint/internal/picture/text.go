package picture

import "io"

func printText(w io.Writer, r *Report) error { return nil }
