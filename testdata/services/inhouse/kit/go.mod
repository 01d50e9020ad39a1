module example.com/kit

go 1.25

require example.com/pool v0.0.0
