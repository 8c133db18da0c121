package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
)

func newConfig() *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Show what can be configured"}
	show := &cobra.Command{
		Use:   "show",
		Short: "Print every setting with its default",
		Long: "Prints a tekil.yaml with every setting, its default and what it means. Keep the lines\n" +
			"that you change, and give the file to tekil dedupe --config.",
		Example: "  tekil config show > tekil.yaml",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(c.OutOrStdout(), dedupe.DefaultConfig())
			return err
		},
	}
	check := &cobra.Command{
		Use:     "check FILE",
		Short:   "Check a configuration file",
		Example: "  tekil config check tekil.yaml",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			if _, err := dedupe.LoadConfig(list[0]); err != nil {
				return err
			}
			fmt.Fprintln(c.ErrOrStderr(), "tekil: "+list[0]+" is fine")
			return nil
		},
	}
	gather(c, show, check)
	return c
}
