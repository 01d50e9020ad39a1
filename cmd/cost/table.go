package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// printCosts prints what each contender cost, and its ratio to the others.
func printCosts(w io.Writer, rounds []round) {
	fmt.Fprintln(w, "| | CPU | wall | memory | CPU ÷ `go vet` | wall ÷ `go vet` | CPU ÷ golangci-lint | memory ÷ golangci-lint |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|---|")
	for _, name := range contenders {
		if _, ok := rounds[0][name]; !ok {
			continue
		}
		base, nearest := bases(name)
		cpu := func(c cost) float64 { return c.CPU.Seconds() }
		wall := func(c cost) float64 { return c.Wall.Seconds() }
		memory := func(c cost) float64 { return float64(c.Memory) }
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", name,
			spread(rounds, "%.1f s", func(r round) float64 { return r[name].CPU.Seconds() }),
			spread(rounds, "%.1f s", func(r round) float64 { return r[name].Wall.Round(time.Millisecond).Seconds() }),
			spread(rounds, "%.0f MB", func(r round) float64 { return float64(r[name].Memory) / 1e6 }),
			spread(rounds, "%.3f", ratio(name, base, cpu)),
			spread(rounds, "%.3f", ratio(name, base, wall)),
			spread(rounds, "%.3f", ratio(name, nearest, cpu)),
			spread(rounds, "%.3f", ratio(name, nearest, memory)))
	}
}

// ratio compares two contenders in one round. It is 0 where one of them did not take part.
func ratio(name, base string, of func(cost) float64) func(round) float64 {
	return func(r round) float64 {
		if of(r[base]) == 0 {
			return 0
		}
		return of(r[name]) / of(r[base])
	}
}

// spread formats the median of a figure over the rounds, with the least and the most.
func spread(rounds []round, format string, figure func(round) float64) string {
	var all []float64
	for _, r := range rounds {
		all = append(all, figure(r))
	}
	slices.Sort(all)
	if all[len(all)-1] == 0 {
		return "—"
	}
	n := len(all)
	median := (all[(n-1)/2] + all[n/2]) / 2
	if n == 1 {
		return fmt.Sprintf(format, median)
	}
	return fmt.Sprintf(format+" ("+format+"–"+format+")", median, all[0], all[n-1])
}
