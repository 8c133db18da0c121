package synth

// The held-out setting: a hospital chain with its insurer, a mobile app, a
// telephone company's dealers, a municipality and a mail-order list. Larger
// families, more of the south-east, other layouts, other mistakes. Never tune
// on it.
var heldoutSetting = setting{
	households: []option[householdKind]{{12, alone}, {15, couple}, {48, parents}, {18, threeGenerations}, {7, siblings}},
	children:   []option[int]{{15, 1}, {28, 2}, {27, 3}, {16, 4}, {9, 5}, {5, 6}},
	wives:      []option[surnameStyle]{{66, husbands}, {20, both}, {5, hyphenated}, {9, own}},
	domains:    []option[string]{{55, "gmail.com"}, {15, "hotmail.com"}, {10, "icloud.com"}, {6, "yandex.com"}, {5, "outlook.com.tr"}, {9, "example.com"}},
	lines:      []option[int]{{75, 1}, {19, 2}, {6, 3}},
	mails:      []option[int]{{32, 0}, {58, 1}, {10, 2}},
	foreign:    0.07, landline: 0.18, mover: 0.4, recycled: 0.05, familyMail: 0.03, sharedLine: 0.18, sameName: 0.04,
	twins: 0.03, movesOut: 0.35, registered: 0.3, secondName: 0.22, namesake: 0.05, trader: 0.03,
	customer: 0.7, minor: 0.35, firm: 0.02, dealers: 900, sameHouse: 0.3, couple: 0.005, noise: 0.008,
	province: func(p *province) float64 {
		switch p.Plate { // the hospitals stand in the south, the east and on the Black Sea
		case "63", "27", "21", "47", "01", "31", "33", "46", "65", "25", "44", "23", "61", "55", "52":
			return 4 * p.people
		case "34", "06", "35":
			return 0.3 * p.people
		}
		return p.people
	},
	habits: []*habit{
		{
			source: "hbys", prefix: "H", share: 30, firms: 1,
			layout:  []option[nameLayout]{{80, inFields}, {20, surnameInCaps}},
			letters: []option[letterCase]{{70, upperCase}, {20, asciiUpperCase}, {10, titleCase}},
			damage:  []option[damage]{{90, noDamage}, {10, asLatin1}},
			gender:  0.98, birth: 0.97, birthPlace: 0.7, parentNames: 0.75, national: 0.78, maiden: 0.05,
			mobile: 0.94, landline: 0.15, mail: 0.1, address: 0.6, customerNo: 1, deathKnown: 0.8,
			dates:        []option[dateLayout]{{50, withTime}, {30, dotted}, {20, turkishDigits}},
			phones:       []option[phoneLayout]{{50, zero}, {30, double0}, {20, bare}},
			splitAddress: true, genders: [2][]string{{"ERKEK"}, {"KADIN"}},
			typo: 0.03, mishear: 0.02, dropSecond: 0.15, shorten: 0.12, joinSplit: 0.2, swapFields: 0.015, noiseWord: 0.01, stale: 0.5,
			idTypo: 0.01, idFake: 0.03, birthTypo: 0.015, birthSwap: 0.004, birthFake: 0.01, genderWrong: 0.006,
			phoneTypo: 0.02, phoneFake: 0.03, phoneKin: 0.07, addressTypo: 0.05, addressShort: 0.7, noDoor: 0.2, noQuarter: 0.1, oldPlace: 0.05, cityOnly: 0.15,
		},
		{
			source: "sigorta", prefix: "S", share: 18, firms: 4,
			layout:  []option[nameLayout]{{50, surnameFirst}, {50, inFull}},
			letters: []option[letterCase]{{60, titleCase}, {40, asciiUpperCase}},
			damage:  []option[damage]{{80, noDamage}, {12, lostAll}, {8, asUTF8Twice}},
			title:   0.25, gender: 0.6, birth: 0.8, national: 0.6, maiden: 0.1, mobile: 0.84, landline: 0.3, mail: 0.5, address: 0.85, customerNo: 1, company: 0.4,
			dates:   []option[dateLayout]{{50, iso}, {30, slashed}, {20, monthName}},
			phones:  []option[phoneLayout]{{40, plusSpace}, {40, dashed}, {20, brackets}},
			genders: lettersMF,
			typo:    0.02, dropSecond: 0.35, initialSecond: 0.12, initialFirst: 0.01, shorten: 0.08, joinSplit: 0.1, noiseWord: 0.004, stale: 0.4,
			idTypo: 0.008, idSpaced: 0.1, idFake: 0.01, birthTypo: 0.02, birthSwap: 0.03, birthFake: 0.02, genderWrong: 0.01,
			phoneTypo: 0.01, phoneFake: 0.01, phoneSeveral: 0.2, phoneWork: 0.08, phoneDealer: 0.06, mailTypo: 0.02, mailFake: 0.03, mailUpper: 0.3,
			addressTypo: 0.04, addressShort: 0.6, noDistrict: 0.12, noQuarter: 0.2, noDoor: 0.04, oldPlace: 0.15,
		},
		{
			source: "uygulama", prefix: "U", share: 20,
			layout:  []option[nameLayout]{{100, inFull}},
			letters: []option[letterCase]{{35, asciiLowerCase}, {30, titleCase}, {20, asciiTitleCase}, {15, lowerCase}},
			gender:  0.1, birth: 0.6, mobile: 0.99, mail: 0.7, address: 0.2,
			dates:   []option[dateLayout]{{100, iso}},
			phones:  []option[phoneLayout]{{100, plus}},
			genders: genderWords,
			typo:    0.03, nickname: 0.05, dropSecond: 0.6, onlyFirst: 0.08, initialFirst: 0.01, stale: 0.05,
			birthFake: 0.08, birthTypo: 0.01, genderWrong: 0.02, phoneKin: 0.03, mailTypo: 0.015,
			addressTypo: 0.06, addressShort: 0.4, noDistrict: 0.1, noQuarter: 0.3, noDoor: 0.1, cityOnly: 0.2,
		},
		{
			source: "bayi", prefix: "D", share: 17, firms: 1,
			layout:  []option[nameLayout]{{70, inFull}, {30, inFields}},
			letters: []option[letterCase]{{50, upperCase}, {30, asciiUpperCase}, {20, lowerCase}},
			damage:  []option[damage]{{92, noDamage}, {8, lostSome}},
			gender:  0.3, birth: 0.6, national: 0.5, parentNames: 0.2, mobile: 0.95, address: 0.5,
			dates:       []option[dateLayout]{{50, unpadded}, {30, shortYear}, {20, dotted}},
			phones:      []option[phoneLayout]{{50, bare}, {50, grouped}},
			phoneColumn: true, genders: lettersEK,
			typo: 0.06, mishear: 0.01, nickname: 0.01, dropSecond: 0.4, shorten: 0.2, joinSplit: 0.25, noiseWord: 0.01, stale: 0.2,
			idTypo: 0.03, idFake: 0.02, birthTypo: 0.03, birthYear: 0.15, birthFake: 0.06, genderWrong: 0.02,
			phoneTypo: 0.02, phoneFake: 0.03, phoneSeveral: 0.1, phoneDealer: 0.05, phoneKin: 0.05,
			addressTypo: 0.1, addressShort: 0.95, noDistrict: 0.1, noQuarter: 0.2, noDoor: 0.15, oldPlace: 0.1, cityOnly: 0.2,
		},
		{
			source: "belediye", prefix: "Z", share: 15, firms: 2,
			layout:  []option[nameLayout]{{60, surnameComma}, {40, inFields}},
			letters: []option[letterCase]{{80, upperCase}, {20, titleCase}},
			damage:  []option[damage]{{75, noDamage}, {25, asLatin1}},
			title:   0.05, gender: 0.4, birth: 0.5, birthPlace: 0.3, parentNames: 0.6, national: 0.68, mobile: 0.7, landline: 0.5, address: 0.97, customerNo: 0.5, company: 0.2, deathKnown: 0.6,
			dates:   []option[dateLayout]{{60, dotted}, {40, digits}},
			phones:  []option[phoneLayout]{{50, dotty}, {50, zero}},
			genders: lettersEK,
			typo:    0.015, dropSecond: 0.1, initialSecond: 0.1, shorten: 0.25, joinSplit: 0.12, noiseWord: 0.02, stale: 0.5,
			idTypo: 0.01, idFake: 0.01, birthTypo: 0.01, birthSwap: 0.02, birthYear: 0.2, birthFake: 0.03, genderWrong: 0.01,
			phoneTypo: 0.02, phoneFake: 0.01, phoneWork: 0.03, phoneKin: 0.03,
			addressTypo: 0.03, addressShort: 0.75, noDistrict: 0.02, noQuarter: 0.03, noDoor: 0.03, oldPlace: 0.3,
		},
	},
}
