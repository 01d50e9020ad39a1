//go:build linux

package drill

import (
	"os/exec"
	"slices"
	"testing"
	"time"
)

// The drill judges any server: the same faults, and none, in Node and Python.
func TestLanguages(t *testing.T) {
	for _, lang := range [][]string{{"node", "testdata/server.mjs"}, {"python3", "testdata/server.py"}} {
		if _, err := exec.LookPath(lang[0]); err != nil {
			t.Logf("DID NOT RUN: there is no %s on this machine", lang[0])
			continue
		}
		for _, test := range []struct {
			fault string
			edit  func(*Service)
			want  []string // the checks that fail
		}{
			{"none", nil, nil},
			{"none", func(s *Service) { s.Direct = true }, nil},
			{"no handler", nil, []string{CheckRequests, CheckReadiness, CheckStatus}},
			{"stays ready", nil, []string{CheckReadiness}},
			{"exits", nil, []string{CheckRequests, CheckStatus}},
			{"cuts", nil, []string{CheckRequests, CheckStatus}},
			{"hangs", func(s *Service) { s.Budget = 5 * time.Second }, []string{CheckTime}},
			{"redirects", func(s *Service) { s.Direct = true }, []string{CheckRequests}},
			{"truncates", func(s *Service) { s.Direct = true }, []string{CheckRequests, CheckStatus}},
		} {
			t.Run(lang[0]+" "+test.fault, func(t *testing.T) {
				s := Service{
					Command: append(slices.Clone(lang), test.fault, "{addr}"),
					Slow:    "/slow",
					Budget:  20 * time.Second,
					Load:    300 * time.Millisecond,
					Start:   time.Minute, // of an interpreter, on a busy machine
					Log:     t.Logf,
				}
				if test.edit != nil {
					test.edit(&s)
				}
				var rec *recordingT
				var r *Report
				for range 10 { // a machine without time proves nothing
					rec = &recordingT{T: t}
					if r = Run(rec, s); r == nil {
						t.Fatal(rec.errors)
					}
					if !r.Starved {
						break
					}
				}
				failed := r.Failures() // more may, with luck, but for the fault that is none
				for _, check := range test.want {
					if !slices.Contains(failed, check) {
						t.Errorf("%s passed\n%v", check, r.Checks)
					}
				}
				if len(test.want) == 0 && len(failed) > 0 {
					t.Errorf("failed %v\n%v", failed, rec.errors)
				}
			})
		}
	}
}
