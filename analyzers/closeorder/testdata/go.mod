module example.com/closeorder

go 1.26
