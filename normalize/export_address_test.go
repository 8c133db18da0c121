package normalize

// UnpackPlaces unpacks the gazetteer afresh.
func UnpackPlaces() any { return unpackGazetteer() }
