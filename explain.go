package tekil

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/live"
	"github.com/tekil-id/tekil/record"
)

// Explanation says why two records are, or are not, one person.
type Explanation struct {
	A, B record.Key
	// Together says that one entity holds both; EntityA and EntityB are theirs.
	Together         bool
	EntityA, EntityB record.EntityID
	// Verdict is what the matcher holds of the two alone, with all its evidence.
	Verdict record.Verdict
	// Prior is the log2 odds of one person before any evidence, in millibits;
	// AgainstStrangers and AgainstHousehold are those after it, against each of
	// the two other explanations.
	Prior, AgainstStrangers, AgainstHousehold int32
	// Needed is the weight that an automatic join asks for, in millibits.
	Needed int32
	// Compared is false where no key that they share is short enough to be looked
	// at, so that the two are compared only if others bring them together.
	Compared bool
	// Rulings on the two, those taken back included. A "same" ruling in force that
	// stands against a contradiction is named in Why for as long as it holds.
	Rulings []Ruling
	// Path leads from A to B over joins, where one entity holds both.
	Path []Join
	// Why says it in sentences; Would says what would change the answer.
	Why, Would []string
}

// Join is one step of a path.
type Join struct {
	A, B   record.Key
	Weight int32  // of one person, in millibits
	Rule   string // "ruling" where a steward joined the two
}

// Explain says why two records are, or are not, one person. It returns
// [ErrNoRecord] where one of them is not there.
func (e *Engine) Explain(ctx context.Context, a, b record.Key) (*Explanation, error) {
	sn := e.live.Store().Snapshot()
	defer sn.Close()
	return e.explain(ctx, view{&sn.Reader}, a, b)
}

func (e *Engine) explain(ctx context.Context, v view, a, b record.Key) (*Explanation, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	x, err := e.live.Explain(v.r, a, b)
	if err != nil {
		return nil, fmt.Errorf("explain %s %s: %w", a, b, err)
	}
	out := &Explanation{
		A: a, B: b, Together: x.EntityA == x.EntityB, EntityA: x.EntityA, EntityB: x.EntityB, Verdict: x.Verdict,
		Prior: x.Prior, AgainstStrangers: x.Strangers, AgainstHousehold: x.Households,
		Needed: e.live.Model().Thresholds.Same, Compared: !x.Blocked,
	}
	for i := range x.Rulings {
		out.Rulings = append(out.Rulings, rulingOf(&x.Rulings[i]))
	}
	for _, s := range x.Path {
		out.Path = append(out.Path, Join(s))
	}
	out.reason(x)
	return out, nil
}

// reason puts the explanation into words.
func (x *Explanation) reason(l *live.Explanation) {
	ruling := x.ruling()
	contradiction := slices.ContainsFunc(x.Verdict.Guards, func(g string) bool { return strings.HasPrefix(g, "V") })
	say := func(list *[]string, format string, args ...any) { *list = append(*list, fmt.Sprintf(format, args...)) }
	switch {
	case ruling != nil && ruling.Same && x.Together:
		say(&x.Why, "%s ruled them the same%s", by(ruling), because(ruling))
		if contradiction {
			say(&x.Why, "the ruling stands against %s", guardWords(x.Verdict.Guards))
		}
		say(&x.Would, "taking back ruling %d", ruling.Number)
	case ruling != nil && ruling.Same:
		say(&x.Why, "%s ruled them the same%s, but a contradiction or another ruling around them is stronger", by(ruling), because(ruling))
	case ruling != nil:
		say(&x.Why, "%s ruled them different%s", by(ruling), because(ruling))
		say(&x.Would, "taking back ruling %d", ruling.Number)
	case x.Together && x.Verdict.Decision == record.Same:
		say(&x.Why, "%s joins them, assurance %s", ruleWords(x.Verdict.Rule), x.Verdict.Assurance)
	case x.Together:
		say(&x.Why, "other records of the entity lie between them: %d joins lead from one to the other", len(x.Path))
	case contradiction:
		say(&x.Why, "they contradict each other: %s", guardWords(x.Verdict.Guards))
	case x.Verdict.Decision == record.Same:
		say(&x.Why, "%s would join them, but one of their entities contradicts the other, or the join is contested", ruleWords(x.Verdict.Rule))
	case x.Verdict.Decision == record.Review:
		say(&x.Why, "%s asks for a steward", ruleWords(x.Verdict.Rule))
	default:
		say(&x.Why, "not enough speaks for one person")
	}
	if !x.Together {
		x.wouldJoin(ruling, contradiction)
	}
	if !x.Compared && x.Verdict.Decision != record.Different {
		say(&x.Why, "no key that they share is short enough to compare all records that have it")
	}
}

// ruleWords names a rule, and says what it is about where that is known.
func ruleWords(rule string) string {
	if words := dedupe.RuleWords(rule); words != "" {
		return fmt.Sprintf("rule %s (%s)", rule, words)
	}
	return "rule " + rule
}

func guardWords(guards []string) string {
	var out []string
	for _, g := range guards {
		if words := dedupe.GuardWords(g); words != "" {
			g += " (" + words + ")"
		}
		out = append(out, g)
	}
	return strings.Join(out, ", ")
}

func (x *Explanation) wouldJoin(ruling *Ruling, contradiction bool) {
	if short := x.Needed - x.Verdict.Weight; short > 0 && !contradiction {
		x.Would = append(x.Would, fmt.Sprintf("%.1f bits more evidence", float64(short)/1000))
	}
	if ruling == nil {
		x.Would = append(x.Would, "a steward's ruling that they are the same")
	}
}

// ruling returns the one that counts: of those in force, a "different" holds.
func (x *Explanation) ruling() *Ruling {
	var out *Ruling
	for i := range x.Rulings {
		if r := &x.Rulings[i]; r.InForce() && (out == nil || !r.Same) {
			out = r
		}
	}
	return out
}

func by(r *Ruling) string {
	if r.Author == "" {
		return "a steward"
	}
	return r.Author
}

func because(r *Ruling) string {
	if r.Reason == "" {
		return ""
	}
	return " (" + r.Reason + ")"
}

// EntityExplanation says what holds an entity together.
type EntityExplanation struct {
	Entity *Entity
	// Joins connect all records of the entity, the strongest first: a tree.
	Joins []Explanation
}

// ExplainEntity says what holds an entity together: the joins that connect its
// records, each explained. Ids lead as those of [Engine.Entity] do.
func (e *Engine) ExplainEntity(ctx context.Context, id record.EntityID) (*EntityExplanation, error) {
	sn := e.live.Store().Snapshot()
	defer sn.Close()
	v := view{&sn.Reader}
	ent, err := v.entity(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &EntityExplanation{Entity: ent}
	tree, err := e.live.Tree(v.r, ent.ID)
	if err != nil {
		return nil, fmt.Errorf("explain %s: %w", id, err)
	}
	for _, s := range tree {
		x, err := e.explain(ctx, v, s.A, s.B)
		if err != nil {
			return nil, err
		}
		out.Joins = append(out.Joins, *x)
	}
	return out, nil
}
