module pare/runner

go 1.21
