// Stub writes a package of the same declarations as another, whose functions do nothing: what a program weighs with it
// instead is what it weighs without the other's code. Only what an importer can name is kept, and the types that needs.
//
//	go run ./stub -path example.org/dep -out FOLDER -exports exports.json FILE.go...
//
// exports.json maps import paths to files of export data, as `go list -export` names them. The packages that the stub
// still imports are printed, one a line.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/printer"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// A declaration of one name, or several that cannot be separated.
type declaration struct {
	file  *file
	node  ast.Node
	text  string
	needs map[string]bool
	uses  map[string]bool // names of imports
	kept  bool
}

type file struct {
	name    string
	imports map[string]string // by the name they have in the file
}

func main() {
	log.SetFlags(0)
	path := flag.String("path", "", "import path of the package")
	out := flag.String("out", "", "folder to write to")
	exports := flag.String("exports", "", "JSON of export data by import path")
	flag.Parse()
	if err := run(*path, *out, *exports, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(path, out, exports string, names []string) error {
	lookup := map[string]string{}
	text, err := os.ReadFile(exports)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &lookup); err != nil {
		return err
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			return err
		}
		parsed = append(parsed, f)
	}
	config := types.Config{
		Importer: importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(lookup[path]) }),
		// What is wrong with it is for the compiler to say.
		Error: func(error) {}, IgnoreFuncBodies: true,
	}
	info := types.Info{Defs: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{}}
	config.Check(path, set, parsed, &info)

	s := &stub{set: set, info: &info, byName: map[string][]*declaration{}, methods: map[string][]*declaration{}}
	for index, f := range parsed {
		s.read(&file{name: filepath.Base(names[index]), imports: imports(f, &info)}, f)
	}
	s.keep()
	return s.write(out, parsed[0].Name.Name)
}

func imports(f *ast.File, info *types.Info) map[string]string {
	found := map[string]string{}
	for _, spec := range f.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if spec.Name != nil {
			found[spec.Name.Name] = path
		} else if name, ok := info.Implicits[spec].(*types.PkgName); ok {
			found[name.Imported().Name()] = path
		}
	}
	return found
}

type stub struct {
	set     *token.FileSet
	info    *types.Info
	all     []*declaration
	byName  map[string][]*declaration
	methods map[string][]*declaration // by receiver
}

func (s *stub) add(f *file, node ast.Node, text string, names ...string) *declaration {
	d := &declaration{file: f, node: node, text: text, needs: map[string]bool{}, uses: map[string]bool{}}
	ast.Inspect(node, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Ident:
			d.needs[node.Name] = true
		case *ast.SelectorExpr:
			if name, ok := node.X.(*ast.Ident); ok {
				d.uses[name.Name] = true
			}
		}
		return true
	})
	s.all = append(s.all, d)
	for _, name := range names {
		s.byName[name] = append(s.byName[name], d)
	}
	return d
}

func (s *stub) print(node ast.Node) string {
	var text bytes.Buffer
	printer.Fprint(&text, s.set, node)
	return text.String()
}

func (s *stub) read(f *file, parsed *ast.File) {
	for _, decl := range parsed.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			s.readFunction(f, decl)
		case *ast.GenDecl:
			switch decl.Tok {
			case token.VAR:
				for _, spec := range decl.Specs {
					s.readVariables(f, spec.(*ast.ValueSpec))
				}
			case token.CONST:
				var names []string
				for _, spec := range decl.Specs {
					for _, name := range spec.(*ast.ValueSpec).Names {
						names = append(names, name.Name)
					}
				}
				// A group may count with iota.
				s.add(f, decl, s.print(decl), names...)
			case token.TYPE:
				for _, spec := range decl.Specs {
					spec := spec.(*ast.TypeSpec)
					s.add(f, spec, "type "+s.print(spec), spec.Name.Name)
				}
			}
		}
	}
}

func (s *stub) readFunction(f *file, decl *ast.FuncDecl) {
	if decl.Recv == nil && (decl.Name.Name == "init" || decl.Name.Name == "_") {
		return
	}
	decl.Doc = nil
	decl.Body = &ast.BlockStmt{}
	if results := decl.Type.Results; results != nil && len(results.List) > 0 {
		if len(results.List[0].Names) == 0 {
			for _, field := range results.List {
				field.Names = []*ast.Ident{ast.NewIdent("_")}
			}
		}
		decl.Body.List = []ast.Stmt{&ast.ReturnStmt{}}
	}
	text := "//go:noinline\n" + s.print(decl)
	if decl.Recv == nil {
		s.add(f, decl, text, decl.Name.Name)
		return
	}
	receiver := decl.Recv.List[0].Type
	for {
		switch node := receiver.(type) {
		case *ast.StarExpr:
			receiver = node.X
			continue
		case *ast.ParenExpr:
			receiver = node.X
			continue
		case *ast.IndexExpr:
			receiver = node.X
			continue
		case *ast.IndexListExpr:
			receiver = node.X
			continue
		case *ast.Ident:
			d := s.add(f, decl, text)
			s.methods[node.Name] = append(s.methods[node.Name], d)
		}
		return
	}
}

// readVariables leaves the values out, whose types must be said then.
func (s *stub) readVariables(f *file, spec *ast.ValueSpec) {
	for _, name := range spec.Names {
		if name.Name == "_" {
			continue
		}
		object := s.info.Defs[name]
		if spec.Type != nil {
			one := &ast.ValueSpec{Names: []*ast.Ident{name}, Type: spec.Type}
			s.add(f, one, "var "+name.Name+" "+s.print(spec.Type), name.Name)
			continue
		}
		if object == nil || object.Type() == nil {
			continue
		}
		text := types.TypeString(object.Type(), func(p *types.Package) string {
			if p == object.Pkg() {
				return ""
			}
			for name, path := range f.imports {
				if path == p.Path() {
					return name
				}
			}
			f.imports[p.Name()] = p.Path()
			return p.Name()
		})
		node, err := parser.ParseExpr(text)
		if err != nil {
			continue
		}
		s.add(f, node, "var "+name.Name+" "+text, name.Name)
	}
}

// keep marks what an importer can name, and whatever that needs.
func (s *stub) keep() {
	var queue []*declaration
	mark := func(all []*declaration) {
		for _, d := range all {
			if !d.kept {
				d.kept = true
				queue = append(queue, d)
			}
		}
	}
	marked := map[string]bool{}
	name := func(name string) {
		if !marked[name] {
			marked[name] = true
			mark(s.byName[name])
			mark(s.methods[name])
		}
	}
	for known := range s.byName {
		if ast.IsExported(known) {
			name(known)
		}
	}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for needed := range next.needs {
			name(needed)
		}
	}
}

func (s *stub) write(out, pkg string) error {
	texts := map[*file]*strings.Builder{}
	used := map[*file]map[string]bool{}
	all := map[string]bool{}
	for _, d := range s.all {
		if !d.kept {
			continue
		}
		if texts[d.file] == nil {
			texts[d.file] = &strings.Builder{}
			used[d.file] = map[string]bool{}
		}
		fmt.Fprintf(texts[d.file], "\n%s\n", d.text)
		for name, path := range d.file.imports {
			if d.uses[name] {
				used[d.file][name] = true
				all[path] = true
			}
		}
	}
	for f, text := range texts {
		head := "package " + pkg + "\n"
		for name := range used[f] {
			head += fmt.Sprintf("\nimport %s %q\n", name, f.imports[name])
		}
		if err := os.WriteFile(filepath.Join(out, f.name), []byte(head+text.String()), 0o666); err != nil {
			return err
		}
	}
	var paths []string
	for path := range all {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	for _, path := range paths {
		fmt.Println(path)
	}
	return nil
}
