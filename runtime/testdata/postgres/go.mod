module example.com/postgres

go 1.25

require (
	github.com/lib/pq v1.12.3
	github.com/shutdownlint/shutdownlint/runtime v0.0.0
)

replace github.com/shutdownlint/shutdownlint/runtime => ../..
