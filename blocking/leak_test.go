package blocking

import (
	"testing"

	"go.uber.org/goleak"
)

// The search engine starts workers of its own with the program.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m, goleak.IgnoreCurrent()) }
