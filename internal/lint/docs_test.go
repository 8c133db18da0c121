package lint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every test that docs/identity.md names is there, and every numbered rule names
// one, or stands in a group of rules that does.
func TestIdentityTestsExist(t *testing.T) {
	root := filepath.Join("..", "..")
	b, err := os.ReadFile(filepath.Join(root, "docs", "identity.md"))
	if err != nil {
		t.Fatal(err)
	}
	doc := string(b)
	var all strings.Builder
	for _, dir := range []string{".", "internal/live", "store", "cmd/tekil"} {
		names, err := filepath.Glob(filepath.Join(root, dir, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(src)
		}
	}
	found := regexp.MustCompile(`\b(Test|Example)[A-Z]\w*`).FindAllString(doc, -1)
	for _, name := range found {
		if !strings.Contains(all.String(), "func "+name+"(") {
			t.Errorf("docs/identity.md names %s, which is not there", name)
		}
	}
	if len(found) < 10 {
		t.Errorf("docs/identity.md names %d tests only", len(found))
	}
	for _, name := range regexp.MustCompile(`TestScripts/(\w+)`).FindAllStringSubmatch(doc, -1) {
		if _, err := os.Stat(filepath.Join(root, "cmd", "tekil", "testdata", "script", name[1]+".txt")); err != nil {
			t.Error(err)
		}
	}
	rules := regexp.MustCompile(`(?s)\*\*[WID][0-9]+\..*?\n(?:\n\*\*[WD][0-9]+\.|\n##|\z)`)
	for _, section := range strings.Split(doc, "\n## ")[1:] {
		if !regexp.MustCompile(`Test[A-Z]`).MatchString(section) && rules.MatchString(section) {
			t.Errorf("no test guards %.40s...", section)
		}
	}
}
