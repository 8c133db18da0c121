module github.com/tekil-id/tekil

go 1.26
