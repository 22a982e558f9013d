// Words counts words, for comparing what gccgo's optimisation makes of Go code.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type counter map[string]int

func (c counter) add(text string) {
	for _, word := range strings.Fields(text) {
		c[strings.ToLower(word)]++
	}
}

func main() {
	counts := counter{}
	for i := 0; i < 1000; i++ {
		counts.add("The quick brown fox jumps over the lazy dog")
	}
	var words []string
	for word := range counts {
		words = append(words, word)
	}
	sort.Strings(words)
	for _, word := range words {
		fmt.Println(word, counts[word])
	}
}
