//go:build tools

// Package tools pins the programs that check the code, apart from what the
// module itself needs.
package tools

import _ "honnef.co/go/tools/cmd/staticcheck"
