module example.com/notimeout

go 1.26
