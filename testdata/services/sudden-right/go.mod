module example.com/sudden

go 1.26
