package oracle_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/oracle"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// clusterFields are the fields of a scenario's records by their canonical names.
var clusterFields = map[string]record.Field{
	"name": record.FullName, "gender": record.Gender, "birth": record.BirthDate, "death": record.DeathDate, "tckn": record.NationalID,
	"phone": record.Phone, "fax": record.Fax, "email": record.Email, "address": record.Address, "vkn": record.TaxID,
	"maiden": record.MaidenName, "customer_no": record.CustomerNo, "iban": record.IBAN, "passport": record.PassportNo, "updated": record.UpdatedAt,
}

// scenario is a row of clusters.tsv.
type scenario struct {
	records []record.Record
	rulings []record.Ruling
	erased  string // ids whose erasure only a store knows of
}

const clusterSource = "s"

// TestClusterVectors resolves each scenario under the shipped model, alone
// and as a new store would. `arrives` says when a record came, which
// by design changes nothing about who is who, only ids.
func TestClusterVectors(t *testing.T) {
	raw, err := os.ReadFile("testdata/clusters.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	if len(lines) < 2 {
		t.Fatal("no scenarios")
	}
	head := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[head[i]] = cell
		}
		t.Run(row["id"]+"/"+row["group"], func(t *testing.T) {
			s := parseScenario(t, row)
			if s.erased != "" {
				t.Skipf("%s was erased: the suppression list of a store holds that back, see its tests", s.erased)
			}
			for _, population := range []int64{int64(len(s.records)), match.ShippedRecords} {
				res, sorted := oracle.Resolve(s.records, s.rulings, match.Shipped("tr", population))
				for _, c := range []struct{ what, got, want string }{
					{"clusters", people(res, sorted), setOf(row["expected_clusters"], "|")},
					{"review", strings.Join(review(res, sorted), ";"), setOf(row["expected_review"], ";")},
					{"links", strings.Join(links(res, sorted), ";"), setOf(row["expected_links"], ";")},
				} {
					if c.got != c.want {
						t.Errorf("%s among %d: got %q, want %q (%s)", c.what, population, c.got, c.want, row["note"])
					}
				}
			}
		})
	}
}

func parseScenario(t *testing.T, row map[string]string) (s scenario) {
	t.Helper()
	var objects []map[string]string
	if err := json.Unmarshal([]byte(row["records"]), &objects); err != nil {
		t.Fatal(err)
	}
	for _, o := range objects {
		r := record.Record{Key: record.Key{Source: clusterSource, ID: record.ID(o["id"])}}
		for _, k := range slices.Sorted(maps.Keys(o)) {
			switch f, ok := clusterFields[k]; {
			case ok:
				r.Values = append(r.Values, record.Value{Field: f, Text: o[k]})
			case k != "id" && k != "arrives" && k != "source":
				t.Fatalf("record %s has an unknown field %s", o["id"], k)
			}
		}
		s.records = append(s.records, r)
	}
	for c := range strings.SplitSeq(row["constraints"], ";") {
		kind, ids, _ := strings.Cut(c, ":")
		a, b, _ := strings.Cut(ids, "-")
		switch kind {
		case "must", "cannot":
			s.rulings = append(s.rulings, record.Ruling{A: clusterKey(a), B: clusterKey(b), Same: kind == "must", Author: "steward"})
		case "erased":
			s.erased = ids
		case "":
		default:
			t.Fatalf("unknown constraint %q", c)
		}
	}
	return s
}

func clusterKey(id string) record.Key { return record.Key{Source: clusterSource, ID: record.ID(id)} }

// setOf sorts the parts of a cell.
func setOf(s, sep string) string {
	parts := strings.Split(s, sep)
	slices.Sort(parts)
	return strings.Join(parts, sep)
}

// people writes a resolution as clusters.tsv does: A,C|B.
func people(res *resolve.Resolution, sorted []record.Record) string {
	members := map[uint32][]string{}
	for i, p := range res.Person {
		members[p] = append(members[p], string(sorted[i].ID))
	}
	var out []string
	for _, ids := range members {
		slices.Sort(ids)
		out = append(out, strings.Join(ids, ","))
	}
	slices.Sort(out)
	return strings.Join(out, "|")
}

// review returns the pairs that a person is asked about: of two people, and not
// ruled about.
func review(res *resolve.Resolution, sorted []record.Record) []string {
	set := map[string]bool{}
	for _, e := range res.Edges {
		if e.Result.Decision == record.Review && res.Person[e.A] != res.Person[e.B] {
			set[pairName(sorted, e.A, e.B)] = true
		}
	}
	for _, r := range res.Refused {
		set[pairName(sorted, r.A, r.B)] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// links returns the households: other links (a shared phone) are told beside them
// and stand in no column of the scenarios.
func links(res *resolve.Resolution, sorted []record.Record) []string {
	set := map[string]bool{}
	for _, e := range res.Edges {
		if e.Result.Link == record.Household && res.Person[e.A] != res.Person[e.B] {
			set[pairName(sorted, e.A, e.B)+":"+string(e.Result.Link)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func pairName(sorted []record.Record, a, b uint32) string {
	return string(sorted[a].ID) + "-" + string(sorted[b].ID)
}
