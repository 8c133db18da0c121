package synth

import "strings"

// Words that surnames, streets and companies are made of.
var (
	surnameHeads = strings.Fields("Kara Ak Demir Taş Gül Altın Boz Sarı Kızıl Yeşil Gök Koca Tok Uz Er Öz Bay Bey Can Doğan Tekin Yıl Gün Ay Kaya Çelik Kılıç Bulut Deniz Bal Ata Alp Ar Aslan Kurt Şahin Toprak Çınar Yurt Soy Tan Tunç Güç Us Ün Yüce Sert Pek Tez Dal Bağ Dere Göl Su Kum Keskin Uçar Yiğit Mert Temiz Güzel Eski Yeni Büyük Küçük Uzun Dil Söz Çam Meşe Söğüt Kavak Elma Arı Tay Koç Ceylan Turna Kartal Baykuş Ok Yay Kalkan Gür Şen Bar Cev")
	surnameTails = strings.Fields("oğlu taş kaya kol tepe dağ su türk er men soy ay kan bay lı göz baş bulut yurt tay tan kurt han gil can çelik pınar toprak demir doğan ırmak yol çay kuş el ova kale soylu bilek yürek alp kıran bozan gören veren bilir sever seven döven çıkan giden gelen dönmez yılmaz korkmaz bakan duran")
	surnameEnds  = strings.Fields("oğlu lı er men soy türk gil ay can taş kaya oğulları han bay lar")
	// Crafts as surnames that no list of common ones holds.
	surnameCrafts = strings.Fields("Kalaycıoğlu Bakırcıoğlu Yorgancı Semerci Nalbantoğlu Kazancıoğlu Tuzcuoğlu Ketenci Abacıoğlu Kuyumcuoğlu Helvacıoğlu Şekercioğlu Börekçi Tavukçuoğlu Katırcıoğlu Deveci Sarraçoğlu Hallaç Mumcuoğlu Çerçi Kilimci Halıcıoğlu Bıçakçıoğlu Tüfekçioğlu Kantarcı Değirmencioğlu Bağcıoğlu Pamukçu Tütüncüoğlu Sabuncuoğlu Boyacıoğlu Dökmeci Demircioğlu Zilcioğlu Kayıkçı Gemicioğlu Balıkçıoğlu Keçecioğlu Peştemalcı Saatçioğlu")

	streetNames   = strings.Split("Gül,Lale,Menekşe,Papatya,Karanfil,Zambak,Nergis,Yasemin,Leylak,Akasya,Çınar,Söğüt,Kavak,Çam,Ihlamur,Defne,Zeytin,Erguvan,Sümbül,Manolya,Atatürk,Cumhuriyet,İnönü,Fevzi Çakmak,Mevlana,Yunus Emre,Mimar Sinan,Barbaros,Fatih,Kanuni,Yavuz Sultan Selim,Alparslan,Ertuğrul Gazi,Osmangazi,Mehmet Akif,Ziya Gökalp,Namık Kemal,Nasreddin Hoca,Hacı Bektaş,Pir Sultan,Şehit Ali Çetin,Şehit Murat Kaya,Şehit Öğretmen,İstasyon,Hükümet,Belediye,Okul,Cami,Çeşme,Değirmen,Pazar,Hal,Sanayi,Liman,Sahil,İskele,Kale,Kule,Köprü,Dere,Pınar,Bahar,Güneş,Yıldız,Ay,Bulut,Yağmur,Kar,Rüzgar,Toprak,Huzur,Barış,Dostluk,Kardeşler,Sevgi,Umut,Zafer,Hürriyet,İstiklal,Gazi,Bağdat,Karadeniz,Akdeniz,Ege,Marmara,Toros,Uludağ,Erciyes,Sakarya,Fırat,Dicle,Kızılırmak,Bahçe,Bağ,Üzüm,İncir,Fındık,Kiraz,Vişne,Elma,Ayva,Nar,Portakal,Bilge,Kültür,Eğitim,Hastane,Postane,Uçar,Turna,Kartal,Güvercin,Bülbül,Kumru,Serçe,Martı,Aslan,Ceylan,Tuna,Selçuk,Karaca,Özgürlük,Demokrasi,Çiçek,Petek,Işık,Uğur,Şafak,Seher,Gonca,Yeşil,Mavi,Kırmızı,Beyaz", ",")
	siteNames     = strings.Split("Güneş,Yıldız,Mavişehir,Yeşilvadi,Bahçeşehir,Park,Gökkuşağı,Manolya,Ihlamur,Zümrüt,İnci,Mercan,Huzur,Öğretmenler,Subay,Emek,Kent,Vadi,Göl,Deniz,Çamlık,Akasya,Papatya,Toki,Dostlar,Yuva,Birlik,Ufuk,Sedef,Marmara", ",")
	houseNames    = strings.Split("Çınar,Yılmaz,Kaya,Gül,Lale,Saray,Park,Deniz,Güven,Huzur,Umut,Barış,Merkez,Demir,Zümrüt,İnci,Özlem,Uğur,Aydın,Ender", ",")
	companyTrades = strings.Split("Gıda,İnşaat,Tekstil,Otomotiv,Turizm,Lojistik,Mobilya,Elektrik,Bilişim,Tarım,Petrol,Kimya,Makina,Plastik,Ambalaj,Temizlik,Güvenlik,Emlak,Sigorta,Eczacılık,Kuyumculuk,Nakliyat,Medikal,Reklam,Danışmanlık,Hırdavat,Orman Ürünleri,Su Ürünleri,Hayvancılık,Matbaacılık", ",")
	shopKinds     = strings.Split("Market,Bakkaliye,Kuaför,Terzi,Eczanesi,Fırını,Kasabı,Oto Tamir,Elektrik,Kırtasiye,Pastanesi,Lokantası,Berberi,Emlak,Tuhafiye,Nalbur", ",")
)
