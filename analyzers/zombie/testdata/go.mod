module example.com/zombie

go 1.26
