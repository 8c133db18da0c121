package normalize

// wordRole says what a word can be in a name field beside a name.
type wordRole uint32

const (
	roleTitle      wordRole = 1 << iota // stands alone: Dr., Av.
	roleTitlePart                       // only in front of another title: İnş. (Müh.), Y. (Mim.)
	roleTitleDot                        // a title only with a dot or in front of another: Em., Org.
	roleFullWord                        // a title written out, which may be a surname: Mimar, Doktor
	roleHonor                           // Sayın
	roleMale                            // with honour or kin: of a man (Bay, Bey, Amca)
	roleFemale                          // of a woman (Bayan, Hanım, Teyze)
	roleFront                           // an honorific in front of a name
	roleBack                            // one behind it
	roleTrap                            // behind a name, but also a surname: Hoca, Usta, Paşa
	roleDead                            // merhum
	roleNobody                          // names nobody: TEST, MÜŞTERİ
	roleFiller                          // says nothing beside such a word: kayıt, no
	roleStatus                          // the record's state, typed into its name: İPTAL
	roleWeakStatus                      // only in brackets or behind a dash: YENİ
	roleParticle                        // belongs to the surname behind it: van, Al
	roleArticle                         // the Arabic article among the particles
	roleMaiden                          // née
	roleMaidenOf                        // kızlık (soyadı)
	roleSurname                         // the word "soyadı" itself
	roleAnd                             // joins two people
	roleFamily                          // ailesi
	roleHeirs                           // mirasçıları
	roleSpouse                          // eşi
	roleChild                           // oğlu, kızı as words of their own
	roleThird                           // adına, vekili: two people in one field
	rolePhoneWord                       // Tel, GSM: a contact follows
	rolePrefix                          // kara-, öz-: makes a surname with the word behind
	rolePlace                           // a province or district
	roleCompany                         // a sign of a company, see company.go
	roleOthers                          // diğerleri: people who are not named
	roleRemark                          // who somebody is to whom: kefil, annesi; the code is the flag
)

// nameWords are the closed lists of words that are not names, in folded form.
// Most come from the register of academic, military and professional
// abbreviations; TDK's list of abbreviations gives their spelling.
var nameWords = []struct {
	role  wordRole
	code  string
	forms string
}{
	{roleTitle, "Prof.", "prof profesor professor"},
	{roleTitle, "Doç.", "doc docent"},
	{roleTitle, "Prof. Dr.", "profdr"},
	{roleTitle, "Doç. Dr.", "docdr"},
	{roleTitle, "Dr.", "dr"},
	{roleTitle | roleFullWord, "Dr.", "doktor doctor"},
	{roleTitlePart, "Ord.", "ord ordinaryus"},
	{roleTitlePart, "Yrd.", "yrd yard yardimci"},
	{roleTitlePart, "Öğr.", "ogr ogretim"},
	{roleTitle, "Gör.", "gor gorevlisi"},
	{roleTitle, "Üyesi", "uyesi"},
	{roleTitlePart, "Arş.", "ars ar arastirma"},
	{roleTitleDot, "Uzm.", "uzm uz"},
	{roleTitle | roleFullWord, "Uzm.", "uzman"},
	{roleTitleDot, "Op.", "op opr"},
	{roleTitle | roleFullWord, "Op.", "operator"},
	{roleTitle, "Dt.", "dt dishekimi dishek"},
	{roleTitlePart, "Dt.", "dis"},
	{roleTitle, "Hek.", "hek hekimi"},
	{roleTitle | roleFullWord, "Hek.", "hekim"},
	{roleTitle, "Ecz.", "ecz"},
	{roleTitle | roleFullWord, "Ecz.", "eczaci"},
	{roleTitleDot, "Vet. Hek.", "vet"},
	{roleTitle | roleFullWord, "Vet. Hek.", "veteriner"},
	{roleTitle, "Av.", "av"},
	{roleTitle | roleFullWord, "Av.", "avukat"},
	{roleTitlePart, "Stj.", "stj stajyer"},
	{roleTitle, "Müh.", "muh muhendisi"},
	{roleTitle | roleFullWord, "Müh.", "muhendis"},
	{roleTitle, "Mim.", "mim mimari"},
	{roleTitle | roleFullWord, "Mim.", "mimar"},
	{roleTitlePart, "Y.", "y yuk yuksek"},
	{roleTitlePart, "İç", "ic"},
	{roleTitlePart, "Peyz.", "peyz peyzaj"},
	{roleTitlePart, "İnş.", "ins insaat"},
	{roleTitlePart, "Mak.", "mak makine makina"},
	{roleTitlePart, "Elk.", "elk elektrik"},
	{roleTitlePart, "Elektr.", "elektr elektronik"},
	{roleTitlePart, "Bilg.", "bilg bil bilgisayar"},
	{roleTitlePart, "Yaz.", "yazilim"},
	{roleTitlePart, "End.", "end endustri"},
	{roleTitlePart, "Kim.", "kim kimya"},
	{roleTitlePart, "Zir.", "zir ziraat"},
	{roleTitlePart, "Gıda", "gida"},
	{roleTitlePart, "Jeo.", "jeo jeoloji"},
	{roleTitlePart, "Jeofiz.", "jeofiz jeofizik"},
	{roleTitlePart, "Har.", "har harita"},
	{roleTitlePart, "Mad.", "mad maden"},
	{roleTitlePart, "Met.", "met metalurji"},
	{roleTitlePart, "Çev.", "cev cevre"},
	{roleTitlePart, "Orm.", "orm orman"},
	{roleTitlePart, "Teks.", "teks tekstil"},
	{roleTitlePart, "Fiz.", "fiz fizik"},
	{roleTitlePart, "Uçak", "ucak"},
	{roleTitlePart, "Gemi", "gemi"},
	{roleTitlePart, "Petrol", "petrol"},
	{roleTitle, "Tekn.", "tekn tekniker teknikeri teknisyen"},
	{roleTitle, "SMMM", "smmm"},
	{roleTitle, "YMM", "ymm"},
	{roleTitlePart, "Yeminli", "yeminli"},
	{roleTitlePart, "Serbest", "serbest"},
	{roleTitlePart, "Muhasebeci", "muhasebeci"},
	{roleTitlePart, "Mali", "mali"},
	{roleTitle, "Müşavir", "musavir"},
	{roleTitleDot, "Em.", "em"},
	{roleTitle, "Em.", "emekli"},
	{roleTitle, "Alb.", "alb albay"},
	{roleTitle, "Yb.", "yb yarbay"},
	{roleTitle, "Bnb.", "bnb binbasi"},
	{roleTitle, "Yzb.", "yzb yuzbasi"},
	{roleTitle, "Ütğm.", "utgm ustgm ustegmen"},
	{roleTitle, "Tğm.", "tgm tegmen"},
	{roleTitle, "Astsb.", "astsb asb astsubay"},
	{roleTitleDot, "Org.", "org"},
	{roleTitle, "Org.", "orgeneral"},
	{roleTitle, "Korg.", "korg korgeneral"},
	{roleTitle, "Tümg.", "tumg tumgeneral"},
	{roleTitle, "Tuğg.", "tugg tuggeneral"},
	{roleTitleDot, "Gen.", "gen general"},
	{roleTitle, "Amiral", "amiral"},
	{roleTitlePart, "Kd.", "kd kidemli"},
	{roleTitle, "Çvş.", "cvs"},
	{roleTitle, "Onb.", "onb onbasi"},
	{roleTitle, "Başkom.", "baskom baskomiser"},
	{roleTitleDot, "Kom.", "kom komiser"},
	{roleTitle, "Psk.", "psk psikolog"},
	{roleTitle, "Dyt.", "dyt diyetisyen"},
	{roleTitle, "Fzt.", "fzt fizyoterapist"},
	{roleTitleDot, "Hem.", "hem"},
	{roleTitle, "Hem.", "hemsire"},
	{roleTitleDot, "Bio.", "bio biyolog"},
	{roleTitle, "Sav.", "savci"},
	{roleTitleDot, "Öğrt.", "ogrt"},
	{roleTitle | roleFullWord, "Öğrt.", "ogretmen"},
	{roleTitle, "Noter", "noter"},
	{roleTitleDot, "Bşk.", "bsk"},
	{roleTitlePart, "Gn.", "gn genel"},
	{roleTitleDot, "Müd.", "mud md mdr"},
	{roleTitle | roleFullWord, "Müd.", "mudur"},
	{roleTitle, "Mv.", "milletvekili"},
	{roleTitle, "PhD", "phd"},
	{roleTitle, "MBA", "mba"},
	{roleTitle, "MSc", "msc"},
	{roleTitleDot, "med.", "med"},
	{roleTitleDot, "Dipl.", "dipl"},
	{roleTitleDot, "Ing.", "ing"},

	{roleHonor | roleFront, "", "sn sayin bayanbay"},
	{roleHonor | roleFront | roleMale, "", "bay mr herr mister monsieur"},
	{roleHonor | roleFront | roleFemale, "", "bayan bn mrs ms miss frau mme madame madam"},
	{roleHonor | roleBack | roleMale, "", "bey beyefendi efendi aga beyfendi"},
	{roleHonor | roleBack | roleFemale, "", "hanim hn hnm hanimefendi"},
	{roleHonor | roleBack | roleMale, "", "amca dayi abi agabey emmi enista"},
	{roleHonor | roleBack | roleMale | roleTrap, "", "baba dede"},
	{roleHonor | roleBack | roleFemale, "", "teyze hala abla anne nine yenge"},
	{roleBack | roleTrap, "", "usta hoca hocam pasa doktor reis"},
	{roleDead | roleMale | roleFront, "", "merhum rahmetli muteveffa mrh"},
	{roleDead | roleFemale | roleFront, "", "merhume"},

	{roleNobody, "", "test deneme demo ornek asdf asd qwe qwerty xxx aaa zzz lorem ipsum null undefined nan none dummy foo bar baz fake sahte"},
	{roleNobody, "", "musteri musterisi musteriler musterimiz misafir kasa pesin nakit muhtelif perakende tuketici toptan personel nihai cari"},
	{roleNobody, "", "bilinmiyor bilinmeyen isimsiz adsiz yok bos belirsiz belirtilmemis belirtilmedi anonim girilmemis girilmedi unknown noname na yoktur bilinmez tanimsiz testoglu hamiline ziyaretci anonymous alicilar"},
	{roleNobody, "", "soyad soyisim soyadi isim unvan unvani adi ad customer guest admin administrator kullanici user"},
	{roleFiller, "", "kayit kaydi no kisi kisisi hesap hesabi satis satisi satislar musteri isim ad adi hasta ogrenci uye yeni son eski sayin name data veri numara bir iki internet magaza merkez sube genel gecici web bilgi bilgisi edildi edilmis edilecek etti etmis bireysel kurumsal cesitli yurtici yurtdisi supheli hatali alici sanal online"},

	{roleStatus, "cancelled", "iptal iptaldir iptaledildi"},
	{roleStatus, "deleted", "silinecek silindi silinmis silinen sil"},
	{roleStatus, "duplicate", "mukerrer mukerer cift duble dublike duplike duplicate"},
	{roleStatus, "blacklist", "karaliste karalistede blacklist"},
	{roleStatus, "do_not_call", "aranmasin aranmayacak aramayin aramayiniz"},
	{roleStatus, "do_not_use", "kullanmayin kullanma kullanmayiniz kullanilmayacak kullanilmiyor"},
	{roleStatus, "old", "eski"},
	{roleStatus, "closed", "kapali kapandi kapatildi"},
	{roleStatus, "passive", "pasif"},
	{roleStatus, "archived", "arsiv"},
	{roleStatus, "test", "test deneme"},
	{roleStatus, "deceased", "vefat oldu olmus vefatetti olu"},
	{roleWeakStatus, "new", "yeni"},
	{roleWeakStatus, "wrong", "yanlis hatali"},
	{roleWeakStatus, "moved", "tasindi"},
	{roleWeakStatus, "active", "aktif"},
	{roleWeakStatus, "ex", "ex"},
	{roleStatus, "vip", "vip"},

	{roleParticle, "", "van von de der den di da del della la le dos ten ter zu zur zum bin ibn ben bint af"},
	{roleParticle | roleArticle, "", "al el es ul"},

	{roleMaiden, "", "nee nata geb geborene born kizlik bekarlik evlenmeden"},
	{roleMaidenOf, "", "kizlik bekarlik onceki evvelki eski ilk evlenmeden once evvel"},
	{roleSurname, "", "soyadi soyismi soyad soyisim soyadiyla"},
	{roleAnd, "", "ve ile and und"},
	{roleFamily, "", "ailesi aile aileleri hanesi"},
	{roleHeirs, "", "mirascilari mirascisi varisleri varisi terekesi veresesi mirasci"},
	{roleOthers, "", "digerleri hissedarlari hissedarlar musterekleri paydaslari vd"},
	{roleSpouse, "", "esi kocasi karisi hanimi"},
	{roleChild | roleMale, "", "oglu"},
	{roleChild | roleFemale, "", "kizi"},
	{roleRemark | roleFemale, "relation_note", "annesi ablasi teyzesi halasi yengesi gelini anneannesi babaannesi ninesi kayinvalidesi gorumcesi baldizi"},
	{roleRemark | roleMale, "relation_note", "babasi abisi agabeyi amcasi dayisi enistesi damadi dedesi kayinpederi kayinbiraderi bacanagi"},
	{roleRemark, "relation_note", "kardesi torunu veli yegeni kuzeni akrabasi yakini arkadasi komsusu nisanlisi"},
	{roleRemark, "remark", "kefil kefili kiraci kiracisi evsahibi sahibi malik maliki lehtar lehdar yetkili yetkilisi ortagi muhtar kapici kapicisi gorevli bekci bekcisi emlakci polis memur memuru ogrenci ogrencisi sofor soforu taksici esnaf isci iscisi sekreter sekreteri asistan asistani muhasebe personeli calisani yoneticisi bayi bayii plasiyer temsilcisi dogumlu bakici bakicisi hasta hastasi"},
	{roleRemark, "remark", "borclu icralik odemedi sikayetci engelli ev is cep gsm"},
	{roleThird, "", "adina vekili vasisi velisi vekaleten"},
	{rolePhoneWord, "", "tel telefon telefonu gsm cep faks fax mobil phone eposta email mail tc tckn kimlik adres adresi vkn"},
	{rolePrefix, "", "kara oz ak er koca deli sari uzun kucuk buyuk has gok boz cakir kizil topal haci imam molla seyh hafiz eski yeni bas kor kel emir veli bay pir sag sol tas demir ince kaba karaca"},
}
