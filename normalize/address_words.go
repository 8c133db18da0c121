package normalize

import "strings"

// addressWord is the part that a word of an address plays, whatever stands
// around it (facts: address_abbrev, and what clerks make of it).
type addressWord uint8

const (
	otherWord addressWord = iota
	wordMahalle
	wordCadde
	wordSokak
	wordBulvar
	wordStreet // a street whose type word stays in its name: Meydanı, Çıkmazı, Yolu
	wordKume   // Küme, of Küme Evler
	wordEvler
	wordSite
	wordEstate // an estate whose type word stays in its name: Konutları, Evleri
	wordBlok
	wordBina // a building whose kind stays in its name
	wordIs   // İş, of İş Merkezi and İş Hanı
	wordMerkezi
	wordNo
	wordNolu // 127 nolu
	wordDaire
	wordKat
	wordFloor // Zemin, Bodrum, Giriş, Asma, Çatı
	wordKapi  // of Dış Kapı, İç Kapı
	wordDis
	wordIc
	wordKoy
	wordBelde
	wordMevki
	wordIl
	wordIlce
	wordPK
	wordPosta // of Posta Kutusu, Posta Kodu
	wordKutusu
	wordKodu
	wordUAVT
	wordAdres
	wordLandmark
	wordOrganize
	wordSanayi
	wordBolge
	wordOSB
	wordTurkey
)

// wordOf classifies a folded word. Single letters are for the parser, which sees
// what follows them. It is one switch, though a long one, since the compiler looks
// it up by length and halves: every word of every address goes through it.
func wordOf(f []byte) addressWord {
	switch string(f) {
	case "mahallesi", "mahalle", "mah", "mh", "mahal", "mahl", "mhl", "mahalesi", "mahllesi", "mahallesinde", "mahale", "mahlesi", "mahallsi":
		return wordMahalle
	case "caddesi", "cadde", "cad", "cd", "cadd", "cadesi", "cddesi", "cade", "caddesinde":
		return wordCadde
	case "sokagi", "sokak", "sok", "sk", "skk", "sokag", "sokk", "sokaginda", "soka", "sokai", "sokgi", "soagi", "sokakta":
		return wordSokak
	case "bulvari", "bulvar", "bulv", "bul", "blv", "bulvr", "blvr", "bulvarinda":
		return wordBulvar
	case "meydani", "meydan", "myd", "meyd", "cikmazi", "cikmaz", "ckm", "cikm", "ckmz", "ck", "cik", "yolu", "karayolu", "asfalti", "yokusu", "yokus",
		"aralik", "araligi", "gecidi", "gecit", "merdiveni", "merdivenleri", "rihtimi", "kordonu", "otoyolu", "yanyol", "cevreyolu":
		return wordStreet
	case "kume":
		return wordKume
	case "kumeevler", "kumeevleri":
		return wordKume
	case "evler", "evleri":
		return wordEvler
	case "sitesi", "site", "sit", "sts", "sitsi", "siteleri":
		return wordSite
	case "konutlari", "konutlar", "konaklari", "konaklar", "villalari", "kooperatifi", "koop", "toplu", "lojmanlari", "lojmani", "yerleskesi", "kampusu":
		return wordEstate
	case "blok", "blk", "blog", "bloklar", "bloklari", "blogu":
		return wordBlok
	case "apartmani", "apartman", "apt", "ap", "aprt", "apartimani", "apart", "aptmani":
		return wordBina
	case "plaza", "plz", "plazasi", "hani", "han", "kule", "kulesi", "kuleleri", "tower", "towers", "rezidans", "residence", "rezidansi", "binasi", "pasaji", "carsisi",
		"avm", "center", "centre", "ishani", "ismerkezi", "oteli", "otel", "hotel", "hastanesi", "lisesi", "okulu", "ortaokulu", "ilkokulu", "universitesi", "fakultesi", "yurdu",
		"fabrikasi", "kislasi", "komutanligi", "tesisleri", "belediyesi", "mudurlugu", "baskanligi", "kaymakamligi", "valiligi", "adliyesi",
		"kompleksi", "konagi", "yalisi", "koskun", "kosku", "terminali", "havalimani", "limani", "garaji":
		return wordBina
	case "is":
		return wordIs
	case "merkezi", "mrk", "mrkz", "mer":
		return wordMerkezi
	case "no", "nu", "numara", "num", "numarasi", "nr", "nosu", "dkn", "dkno":
		return wordNo
	case "nolu", "numarali", "nulu":
		return wordNolu
	case "daire", "da", "dai", "dre", "dairesi", "ofis", "buro", "dukkan", "duk", "oda", "bb", "ikn", "ikno":
		return wordDaire
	case "kat", "kati", "katinda", "kt":
		return wordKat
	case "zemin", "bodrum", "giris", "asma", "cati", "zk":
		return wordFloor
	case "kapi":
		return wordKapi
	case "dis":
		return wordDis
	case "ic":
		return wordIc
	case "koyu", "koy", "ky", "mezrasi", "koyunde":
		return wordKoy
	case "beldesi", "belde", "bld", "kasabasi", "kasaba", "bucagi", "nahiyesi":
		return wordBelde
	case "mevkii", "mevki", "mvk", "mevk", "mevkisi", "mvki", "mevkiinde":
		return wordMevki
	case "ili", "il":
		return wordIl
	case "ilcesi", "ilce":
		return wordIlce
	case "pk":
		return wordPK
	case "posta":
		return wordPosta
	case "kutusu":
		return wordKutusu
	case "kodu", "kod":
		return wordKodu
	case "uavt":
		return wordUAVT
	case "adres", "adresi", "adresim":
		return wordAdres
	case "karsisi", "karsi", "yani", "yaninda", "arkasi", "arkasinda", "onu", "onunde", "ustu", "ustunde", "alti", "altinda", "bitisigi", "civari",
		"kosesi", "kavsagi", "uzeri", "icinde", "ici", "girisi", "cikisi", "karsisinda", "arasi", "arka", "cephesi", "bitisiginde", "uzerinde", "civarinda", "sonu", "basi":
		return wordLandmark
	case "organize", "org":
		return wordOrganize
	case "sanayi", "san":
		return wordSanayi
	case "bolgesi", "bolge", "bolg", "bol":
		return wordBolge
	case "osb", "osbm":
		return wordOSB
	case "turkiye", "turkey", "turkei", "tr":
		return wordTurkey
	}
	return otherWord
}

// floorOf returns the canonical floor of a floor word.
func floorOf(f []byte) string {
	switch string(f) {
	case "bodrum":
		return "B"
	case "asma":
		return "A"
	case "cati":
		return "Ç"
	}
	return "Z"
}

// ordinal returns the number that an ordinal word of a floor stands for, "" for
// any other word: "Üçüncü Kat".
func ordinal(f []byte) string {
	switch string(f) {
	case "birinci":
		return "1"
	case "ikinci":
		return "2"
	case "ucuncu":
		return "3"
	case "dorduncu":
		return "4"
	case "besinci":
		return "5"
	case "altinci":
		return "6"
	case "yedinci":
		return "7"
	case "sekizinci":
		return "8"
	case "dokuzuncu":
		return "9"
	case "onuncu":
		return "10"
	}
	return ""
}

// expandName returns the full form of an abbreviation in the name of a street
// or mahalle, "" for any other word.
func expandName(f []byte) string {
	switch string(f) {
	case "sht", "seh", "sehit", "shit":
		return "Şehit"
	case "gen", "gnrl", "general":
		return "General"
	case "dr", "doktor":
		return "Doktor"
	case "prof", "profesor":
		return "Profesör"
	case "org", "orgeneral":
		return "Orgeneral"
	case "yzb", "yuzbasi":
		return "Yüzbaşı"
	case "bnb", "binbasi":
		return "Binbaşı"
	case "alb", "albay":
		return "Albay"
	case "tgm", "tegmen":
		return "Teğmen"
	case "utgm", "ustegmen":
		return "Üsteğmen"
	case "asb", "astsb", "astsubay":
		return "Astsubay"
	case "cvs", "cavus":
		return "Çavuş"
	case "onb", "onbasi":
		return "Onbaşı"
	case "plt", "pilot":
		return "Pilot"
	case "doc", "docent":
		return "Doçent"
	case "mrs", "mrsl", "maresal":
		return "Mareşal"
	case "ogr", "ogrt", "ogretmen":
		return "Öğretmen"
	case "av", "avukat":
		return "Avukat"
	case "h":
		return "Hacı"
	}
	return ""
}

// foreignCountry returns the ISO 3166 code of a country name that closes a
// foreign address, "" otherwise.
func foreignCountry(f []byte) string {
	switch string(f) {
	case "almanya", "germany", "deutschland":
		return "DE"
	case "fransa", "france":
		return "FR"
	case "hollanda", "netherlands", "nederland":
		return "NL"
	case "belcika", "belgium":
		return "BE"
	case "avusturya", "austria", "osterreich":
		return "AT"
	case "isvicre", "switzerland", "schweiz":
		return "CH"
	case "ingiltere", "england", "uk", "united kingdom", "birlesik krallik":
		return "GB"
	case "isvec", "sweden":
		return "SE"
	case "danimarka", "denmark":
		return "DK"
	case "norvec", "norway":
		return "NO"
	case "italya", "italy", "italia":
		return "IT"
	case "ispanya", "spain":
		return "ES"
	case "yunanistan", "greece":
		return "GR"
	case "bulgaristan", "bulgaria":
		return "BG"
	case "romanya", "romania":
		return "RO"
	case "rusya", "russia":
		return "RU"
	case "ukrayna", "ukraine":
		return "UA"
	case "amerika", "abd", "usa", "united states", "amerika birlesik devletleri":
		return "US"
	case "kanada", "canada":
		return "CA"
	case "azerbaycan", "azerbaijan":
		return "AZ"
	case "gurcistan", "georgia":
		return "GE"
	case "iran":
		return "IR"
	case "irak", "iraq":
		return "IQ"
	case "suriye", "syria":
		return "SY"
	case "suudi arabistan", "saudi arabia":
		return "SA"
	case "polonya", "poland":
		return "PL"
	case "kosova":
		return "XK"
	case "makedonya":
		return "MK"
	}
	return ""
}

// foreignCity returns the ISO 3166 code of the country of a city where many
// customers live abroad, "" for any other word.
func foreignCity(f []byte) string {
	switch string(f) {
	case "berlin", "hamburg", "munchen", "munih", "koln", "frankfurt", "stuttgart", "dusseldorf", "dortmund", "essen", "bremen", "hannover", "nurnberg",
		"duisburg", "bochum", "wuppertal", "mannheim", "augsburg", "karlsruhe", "gelsenkirchen", "ludwigshafen", "heilbronn", "ulm", "kassel":
		return "DE"
	case "wien", "viyana", "linz", "graz", "salzburg", "innsbruck":
		return "AT"
	case "zurih", "zurich", "basel", "bern", "geneve", "cenevre", "lausanne", "winterthur":
		return "CH"
	case "paris", "lyon", "marseille", "strasbourg", "lille", "mulhouse", "nantes":
		return "FR"
	case "amsterdam", "rotterdam", "utrecht", "eindhoven", "enschede", "arnhem":
		return "NL"
	case "bruksel", "bruxelles", "brussel", "antwerpen", "gent", "liege", "charleroi":
		return "BE"
	case "london", "londra", "manchester", "birmingham", "leeds", "liverpool":
		return "GB"
	case "stockholm", "goteborg", "malmo":
		return "SE"
	case "kopenhag", "kobenhavn", "aarhus":
		return "DK"
	case "sofya", "sofia", "plovdiv", "filibe":
		return "BG"
	case "baku":
		return "AZ"
	}
	return ""
}

// foreignStreet reports the type word of a street in another language, alone
// (Str., rue) or at the end of a word (Hauptstrasse, Musterweg).
func foreignStreet(f []byte) bool {
	switch s := string(f); s {
	case "str", "strasse", "street", "rue", "avenue", "allee", "platz", "gasse", "straat", "laan", "road", "boulevard", "gatan", "vagen", "plein", "chaussee":
		return true
	default:
		for _, end := range [...]string{"strasse", "str", "weg", "gasse", "straat", "platz", "gatan", "laan", "allee"} {
			if len(s) >= len(end)+3 && strings.HasSuffix(s, end) {
				return true
			}
		}
	}
	return false
}

// cyprusTown returns the town of North Cyprus that f names.
func cyprusTown(f []byte) string {
	switch string(f) {
	case "lefkosa":
		return "Lefkoşa"
	case "girne":
		return "Girne"
	case "gazimagusa", "magusa", "gazi magusa":
		return "Gazimağusa"
	case "guzelyurt":
		return "Güzelyurt"
	case "iskele":
		return "İskele"
	case "lefke":
		return "Lefke"
	}
	return ""
}
