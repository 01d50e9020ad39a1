package deploy

import "testing"

func TestShellOf(t *testing.T) {
	for image, want := range map[string]shellKind{
		"debian": dash, "debian:bookworm-slim": dash, "ubuntu:24.04": dash, "golang:1.25": dash, "golang:1.25-bookworm": dash,
		"docker.io/library/golang:1": dash, "public.ecr.aws/docker/library/debian:12": dash, "debian@sha256:0123": dash,
		"node:22-bookworm-slim": dash, "nvidia/cuda:12.8.1-runtime-ubuntu24.04": dash, "mcr.microsoft.com/devcontainers/base:ubuntu-24.04": dash,
		"registry.example.com:5000/ubuntu:20.04": dash,
		"alpine":                                 busybox, "golang:1.25-alpine3.22": busybox, "example.com/alpine-with-certs:1": busybox, "busybox:musl": busybox,
		"gcr.io/distroless/base:debug": busybox, "golang:${GO}-alpine": busybox,
		"fedora:42": bash, "rockylinux:9": bash, "registry.access.redhat.com/ubi9/ubi-minimal:latest": bash, "amazonlinux:2023": bash,
		"scratch": noShell, "gcr.io/distroless/static-debian12:nonroot": noShell,
		"mcr.microsoft.com/windows/servercore:ltsc2022": foreignShell, "golang:1.25-windowsservercore": foreignShell,
		"": unknownShell, "$BASE": unknownShell, "golang:$GO": unknownShell, "example.com/golang:1.25": unknownShell, "acme/base": unknownShell,
	} {
		if got := shellOf(image); got != want {
			t.Errorf("%q: %v, want %v", image, got, want)
		}
	}
}

func TestSignalNumber(t *testing.T) {
	for s, want := range map[string]int{"SIGTERM": 15, "term": 15, "15": 15, `"SIGINT"`: 2, "SIGWINCH": 28, "SIGRTMIN+3": 0, "0": 0, "99": 0, "$X": 0, "": 0, "SIG": 0, "15x": 0} {
		if n, ok := signalNumber(s); ok != (want > 0) || ok && n != want {
			t.Errorf("%q: %d, %v; want %d", s, n, ok, want)
		}
	}
}
