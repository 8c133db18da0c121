// Package lint holds the tests that guard the shape of the tree: which package
// may import which, that engines have one importer, and that every package says
// what it is for.
package lint_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/tekil-id/tekil"

// allowed lists, for each package of the module, the packages of the module
// that it may import ("" is the root). docs/design.md draws the arrows.
var allowed = map[string][]string{
	"record":              {},
	"internal/distance":   {},
	"internal/fuzzcorpus": {},
	"internal/testkit":    {"record"},
	"normalize":           {"record", "internal/distance"},
	"match":               {"record", "normalize", "internal/distance"},
	"blocking":            {"record", "normalize", "match"},
	"store":               {"record"},
	"internal/cluster":    {},
	"internal/resolve":    {"record", "match", "internal/cluster"},
	"internal/oracle":     {"record", "normalize", "match", "blocking", "internal/resolve"},
	"internal/bulk":       {"record", "normalize", "match", "blocking", "internal/resolve"},
	"internal/golden":     {"record", "normalize"},
	"internal/quality":    {"record", "normalize"},
	"internal/ingest":     {"record", "normalize"},
	"internal/synth":      {"record", "normalize"},
	"internal/evaluate":   {"record"},
	"internal/live":       {"record", "normalize", "match", "blocking", "store", "internal/resolve", "internal/golden", "internal/ingest", "internal/bulk", "internal/cluster"},
}

// free may import anything of the module: the commands, what they run, and
// programs that generate tables.
func free(pkg string) bool {
	return pkg == "" || pkg == "internal/dedupe" || strings.HasPrefix(pkg, "cmd/") || strings.HasPrefix(pkg, "examples/") ||
		strings.Contains(pkg, "gen") || strings.HasPrefix(pkg, "testdata") || strings.HasSuffix(pkg, "tables")
}

// engines have one importer each, so that what they decide is in one place.
var engines = map[string][]string{
	"github.com/cockroachdb/pebble":   {"store"},
	"github.com/blevesearch/bleve":    {"blocking"},
	"github.com/adrg/strutil":         {"internal/distance"},
	"github.com/nyaruka/phonenumbers": {"normalize"},
	"golang.org/x/text":               {"normalize", "internal/ingest"},
	"net/http":                        {"", "cmd/tekil", "internal/web", "examples/registration"},
}

type file struct {
	pkg     string
	path    string
	imports []string
	doc     bool
}

// files parses every non-test Go file of the module.
func files(t *testing.T) []file {
	t.Helper()
	root := filepath.Join("..", "..")
	var out []file
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "tools") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, filepath.Dir(path))
		out = append(out, file{pkg: strings.TrimPrefix(filepath.ToSlash(rel), "."), path: path, imports: importsOf(f), doc: f.Doc != nil})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatal("no Go files found")
	}
	return out
}

func importsOf(f *ast.File) []string {
	var out []string
	for _, i := range f.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		out = append(out, p)
	}
	return out
}

func TestArrows(t *testing.T) {
	for _, f := range files(t) {
		if free(f.pkg) {
			continue
		}
		may, known := allowed[f.pkg]
		if !known {
			t.Errorf("%s: package %q has no arrows; add it to allowed and to docs/design.md", f.path, f.pkg)
			continue
		}
		for _, imp := range f.imports {
			inside, ok := strings.CutPrefix(imp, module+"/")
			if imp == module || ok && !slices.Contains(may, inside) {
				t.Errorf("%s: %s must not import %s", f.path, f.pkg, imp)
			}
		}
	}
}

func TestEnginesHaveOneImporter(t *testing.T) {
	for _, f := range files(t) {
		for _, imp := range f.imports {
			for engine, may := range engines {
				if (imp == engine || strings.HasPrefix(imp, engine+"/")) && !slices.Contains(may, f.pkg) && !strings.Contains(f.pkg, "gen") {
					t.Errorf("%s imports %s; only %v may", f.path, imp, may)
				}
			}
		}
	}
}

func TestPackagesSayWhatTheyAreFor(t *testing.T) {
	documented := map[string]bool{}
	for _, f := range files(t) {
		documented[f.pkg] = documented[f.pkg] || f.doc
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %q has no package comment", pkg)
		}
	}
}

// No cgo and no machine paths: the repository builds everywhere the same.
func TestNoCgo(t *testing.T) {
	for _, f := range files(t) {
		if slices.Contains(f.imports, "C") {
			t.Errorf("%s uses cgo", f.path)
		}
	}
}

// The module's licence and credits are there.
func TestLicence(t *testing.T) {
	for _, name := range []string{"LICENSE", "NOTICE"} {
		if _, err := os.Stat(filepath.Join("..", "..", name)); err != nil {
			t.Error(err)
		}
	}
}
