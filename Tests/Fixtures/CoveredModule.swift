import Foundation

/// A module of two packages whose functions run by the words of the command line.
public func coveredModule() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("module example.org/covered\n\ngo 1.21\n", to: "go.mod")
    try folder.write(
        """
        package main

        import (
        \t"os"

        \t"example.org/covered/shapes"
        )

        //go:noinline
        func unused() int { return 1 }

        func named(name string) int {
        \tif name == "box" {
        \t\treturn shapes.Area(&shapes.Box{W: 2, H: 3})
        \t}
        \tf := func() int { return shapes.Sum([]int{1, 2}) }
        \tif name == "sum" {
        \t\treturn f()
        \t}
        \treturn 0
        }

        func empty() {}

        func main() {
        \tempty()
        \tfor _, name := range os.Args[1:] {
        \t\tprintln(named(name))
        \t}
        \tif len(os.Args) > 9 {
        \t\tprintln(unused())
        \t}
        }

        """, to: "main.go")
    try folder.write(
        """
        package shapes

        type Shape interface{ Area() int }

        type Box struct{ W, H int }

        func (b *Box) Area() int { return b.W * b.H }

        type Dot struct{}

        func (Dot) Area() int { return 0 }

        func Area(s Shape) int { return s.Area() }

        //go:noinline
        func Sum[T int | float64](values []T) (sum T) {
        \tfor _, v := range values {
        \t\tsum += v
        \t}
        \treturn sum
        }

        """, to: "shapes/shapes.go")
    return folder
}
