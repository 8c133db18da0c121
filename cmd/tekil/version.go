package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/store"
)

// version is set when a release is built: -ldflags "-X main.version=v1.2.3".
var version = ""

// programVersion is the version of the release, else that of the module, else
// the revision that it was built from.
func programVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel-" + s.Value[:12]
		}
	}
	return "devel"
}

func newVersion() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "version",
		Short:   "Print the versions of tekil and of what it writes",
		Example: "  tekil version --json",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			v := struct {
				Tekil       string `json:"tekil"`
				Go          string `json:"go"`
				Platform    string `json:"platform"`
				StoreFormat int    `json:"store_format"`
				ModelFormat int    `json:"model_format"`
				Normalizer  int    `json:"normalizer"`
			}{programVersion(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, store.Format, match.ModelFormat, normalize.Version}
			if asJSON {
				return json.NewEncoder(c.OutOrStdout()).Encode(v)
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "tekil %s\nstore format %d, model format %d, normaliser %d\n%s %s\n",
				v.Tekil, v.StoreFormat, v.ModelFormat, v.Normalizer, v.Go, v.Platform)
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}
