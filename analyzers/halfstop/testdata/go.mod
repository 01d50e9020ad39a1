module example.com/halfstop

go 1.26
