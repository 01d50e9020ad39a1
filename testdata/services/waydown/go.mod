module example.com/waydown

go 1.26
