module github.com/shutdownlint/shutdownlint/runtime

go 1.25
