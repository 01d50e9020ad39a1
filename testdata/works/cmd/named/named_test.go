package main

import "testing"

func run2() {}

var errors, fmt = 1, 2

func TestRun(t *testing.T) { run2() }
