module example.com/unwaited

go 1.26
