package match

// genericWeights are the weights that fitting starts from outside Turkish: what
// is known of customer files of any country before one is read.
func genericWeights() []Weights {
	w := shippedWeights()
	name := func(name string, exact, conflict float64) Weights {
		return weights(name,
			byFrequency("exact", exact, .3, 1), byFrequency("variant", .05, .01, 1), byFrequency("typo", .08, .01, .2),
			byFrequency("part", .04, .02, 2), row("initial", .02, .02, .06), byFrequency("near", .03, .03, 1),
			row("conflict", conflict, .6, .93), byFrequency("swapped", .01, .0005, .02))
	}
	w[Given], w[Surname] = name("given_name", .72, .06), name("surname", .75, .05)
	w[Birth] = weights("birth_date",
		byFrequency("equal", .75, .02, 1), byFrequency("slip", .12, .02, 20), byFrequency("parts", .05, .01, 10),
		byFrequency("year", .04, .02, 100), row("near", .02, .03, .02), row("differ", .02, .9, .95))
	w[Email] = weights("email",
		byFrequency("equal", .7, .05, 1), byFrequency("slip", .15, .01, .5), byFrequency("local", .05, .005, .5),
		row("near", .04, .02, .002), row("differs", .06, .9, .997))
	for c, name := range map[Comparison]string{BirthPlace: "birth_place", Mother: "mother_name", Father: "father_name"} {
		w[c] = genericText(name)
	}
	return w
}

// genericText are the weights of a text such as a place or a user-defined field.
func genericText(name string) Weights {
	return weights(name,
		byFrequency("equal", .68, .3, 1), byFrequency("variant", .05, .01, 1), byFrequency("slip", .10, .02, .5),
		byFrequency("part", .07, .05, 2), byFrequency("near", .03, .03, 5), row("differs", .07, .6, .93))
}
