package store

// profile is what stands under a record's number in its keyspace: the caller's
// encoding of what the matcher sees of the record. It can be made again from the
// record and is only there to be read fast: profiles lie side by side, many to a
// block, so that a candidate costs one small read.
type profile string

// Profile returns the profile of a record as it was put, or [ErrNotFound], where
// there is no such record or its profile was never written.
func (r *Reader) Profile(no uint64) (string, error) {
	if err := r.enter(); err != nil {
		return "", err
	}
	defer r.s.gate.leave()
	text, done, err := r.shelved(no)
	if done {
		return text, err
	}
	return getAs(r, key1(spaceProfile, no), spaceProfile, no, func(b []byte) (string, error) { return string(b), nil })
}

// PutProfile writes the profile of a record. Writing the record anew, or deleting
// it, removes its profile: put it after [Batch.PutRecord].
func (b *Batch) PutProfile(no uint64, data []byte) error {
	return b.setSealed(key1(spaceProfile, no), spaceProfile, no, data)
}

// AddProfile writes the profile of a record; numbers must rise.
func (l *Loader) AddProfile(no uint64, data []byte) error {
	v, err := l.s.seal(spaceProfile, no, data)
	if err != nil {
		return err
	}
	return l.profiles.setNumber(spaceProfile, no, v)
}

func (r *Reader) decodeProfile(k, v []byte) (profile, error) {
	var no uint64
	if !numbers(k, &no) {
		return "", corrupt(k, "bad key", nil)
	}
	v, err := r.s.open(spaceProfile, no, v)
	if err != nil {
		return "", corrupt(k, "cannot be unsealed", err)
	}
	return profile(v), nil
}
