module example.com/inhouse

go 1.25

require (
	example.com/kit v0.0.0
	example.com/pool v0.0.0
)

replace example.com/kit => ./kit

replace example.com/pool => ./pool
