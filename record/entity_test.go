package record_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/record"
)

func TestEntityIDText(t *testing.T) {
	for _, c := range []struct {
		id   record.EntityID
		text string
	}{
		{0, ""}, {1, "T0000012"}, {1000, "T0000Z83"}, {1 << 30, "T1000000M"}, {1<<64 - 1, "TFZZZZZZZZZZZZX"},
	} {
		if got := c.id.String(); got != c.text {
			t.Errorf("EntityID(%d) = %q, want %q", uint64(c.id), got, c.text)
		}
		var back record.EntityID
		if err := back.UnmarshalText([]byte(c.text)); err != nil || back != c.id {
			t.Errorf("UnmarshalText(%q) = %d, %v", c.text, back, err)
		}
	}
}

func TestParseEntityIDForms(t *testing.T) {
	for _, s := range []string{"t0000z83", "TOOOOZ83", "T0000Z83"} {
		if id, err := record.ParseEntityID(s); err != nil || id != 1000 {
			t.Errorf("ParseEntityID(%q) = %d, %v", s, id, err)
		}
	}
	for _, s := range []string{"", "T", "T0", "T00000000", "0000Z83", "T0000Z8", "T0000Z84", "T000Z083", "Tş", "TZZZZZZZZZZZZZZ", "TGZZZZZZZZZZZZ0"} {
		if id, err := record.ParseEntityID(s); err == nil {
			t.Errorf("ParseEntityID(%q) = %d, want an error", s, id)
		}
	}
}

// Every slip of one character and every swap of two neighbours is found.
func TestEntityIDSlips(t *testing.T) {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	rapid.Check(t, func(t *rapid.T) {
		id := record.EntityID(rapid.Uint64Min(1).Draw(t, "id"))
		s := id.String()
		if back, err := record.ParseEntityID(s); err != nil || back != id {
			t.Fatalf("%s reads as %d, %v", s, back, err)
		}
		for i := 1; i < len(s); i++ {
			for _, d := range digits {
				if slip := s[:i] + string(d) + s[i+1:]; slip != s {
					refuse(t, slip)
				}
			}
			if i+1 < len(s) && s[i] != s[i+1] {
				refuse(t, s[:i]+s[i+1:i+2]+s[i:i+1]+s[i+2:])
			}
		}
	})
}

func refuse(t *rapid.T, s string) {
	if id, err := record.ParseEntityID(s); err == nil {
		t.Fatalf("%s passes as %d", s, id)
	}
}

func FuzzParseEntityID(f *testing.F) {
	fuzzcorpus.Add(f)
	f.Add("T0000Z83")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := record.ParseEntityID(s)
		if err == nil && len(id.String()) == len(s) && !strings.ContainsAny(s, "iIlLoO") && id.String() != strings.ToUpper(s) {
			t.Errorf("%q reads as %s", s, id)
		}
	})
}
