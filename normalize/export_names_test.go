package normalize

// Far reports a relation beyond one name in two spellings.
func (r NameRelation) Far() bool { return !r.near() }
