package match

// genericWeights are the weights that fitting starts from outside Turkish: what
// is known of customer files of any country before one is read.
func genericWeights() []Weights {
	w := shippedWeights()
	w[Given] = weights("given_name",
		byFrequency("exact", .72, .01, 1), byFrequency("variant", .05, .005, 1), byFrequency("typo", .08, .01, .2),
		byFrequency("part", .04, .01, 2), row("initial", .02, .06, .06), byFrequency("near", .03, .05, 1),
		row("conflict", .06, .85, .93), byFrequency("swapped", .01, .001, .02))
	w[Surname] = weights("surname",
		byFrequency("exact", .75, .70, 1), byFrequency("variant", .05, .02, 1), byFrequency("typo", .08, .04, .2),
		byFrequency("part", .04, .04, 2), row("initial", .02, .01, .06), byFrequency("near", .03, .02, 1),
		row("conflict", .05, .17, .93), byFrequency("swapped", .01, .001, .02))
	w[Birth] = weights("birth_date",
		byFrequency("equal", .75, .012, 1), byFrequency("slip", .12, .02, 20), byFrequency("parts", .05, .02, 10),
		byFrequency("year", .04, .03, 100), row("near", .02, .05, .02), row("differ", .02, .87, .95))
	w[Email] = weights("email",
		byFrequency("equal", .7, .06, 1), byFrequency("slip", .15, .01, .5), byFrequency("local", .05, .005, .5),
		row("near", .04, .02, .002), row("differs", .06, .9, .997))
	for c, name := range map[Comparison]string{BirthPlace: "birth_place", Mother: "mother_name", Father: "father_name"} {
		w[c] = genericText(name)
	}
	return w
}

// genericText are the weights of a text such as a place or a user-defined field.
func genericText(name string) Weights {
	return weights(name,
		byFrequency("equal", .68, .45, 1), byFrequency("variant", .05, .02, 1), byFrequency("slip", .10, .05, .5),
		byFrequency("part", .07, .05, 2), byFrequency("near", .03, .03, 5), row("differs", .07, .4, .93))
}
