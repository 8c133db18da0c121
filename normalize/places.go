package normalize

// splitCentres are the centres (Merkez) of provinces that became several
// districts, so that the old name cannot be mapped without more detail
// (facts: place_renames, law 6360 and the metropolitan laws before it).
var splitCentres = map[string][]string{
	"01": {"Seyhan", "Yüreğir", "Çukurova", "Sarıçam"},
	"07": {"Muratpaşa", "Kepez", "Konyaaltı", "Aksu", "Döşemealtı"},
	"10": {"Altıeylül", "Karesi"},
	"16": {"Osmangazi", "Yıldırım", "Nilüfer"},
	"20": {"Merkezefendi", "Pamukkale"},
	"21": {"Bağlar", "Kayapınar", "Sur", "Yenişehir"},
	"25": {"Yakutiye", "Palandöken", "Aziziye"},
	"26": {"Odunpazarı", "Tepebaşı"},
	"27": {"Şahinbey", "Şehitkamil"},
	"31": {"Antakya", "Defne"},
	"33": {"Akdeniz", "Mezitli", "Toroslar", "Yenişehir"},
	"38": {"Kocasinan", "Melikgazi"},
	"42": {"Karatay", "Meram", "Selçuklu"},
	"44": {"Battalgazi", "Yeşilyurt"},
	"45": {"Şehzadeler", "Yunusemre"},
	"46": {"Dulkadiroğlu", "Onikişubat"},
	"55": {"İlkadım", "Canik", "Atakum", "Tekkeköy"},
	"63": {"Eyyübiye", "Haliliye", "Karaköprü"},
	"65": {"İpekyolu", "Tuşba"},
}

// isCentrePart reports whether ilce is one of the districts that the centre of
// the province became.
func isCentrePart(plate, ilce string) bool {
	for _, part := range splitCentres[plate] {
		if part == ilce {
			return true
		}
	}
	return false
}
