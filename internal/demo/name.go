package demo

// Given names are common ones; surnames and places are put together from parts
// that no register has, so that nobody real is meant.
var (
	givenNames = []string{
		"Anne", "Inger", "Kari", "Marit", "Ingrid", "Liv", "Eva", "Berit", "Astrid", "Bjørg", "Hilde", "Åse", "Solveig", "Tone", "Silje",
		"Ragnhild", "Gunn", "Sølvi", "Åshild", "Aud", "Maren", "Nora", "Jan", "Per", "Bjørn", "Ole", "Lars", "Kjell", "Knut", "Arne", "Svein",
		"Tor", "Geir", "Håkon", "Øyvind", "Jørgen", "Åge", "Ståle", "Pål", "Trond", "Rune", "Sindre", "Eirik", "Børge", "Ærling", "Magnus",
	}
	nameBeginnings = []string{
		"Brum", "Drøf", "Fnugg", "Glimr", "Hægl", "Jætt", "Kløv", "Kvær", "Løft", "Mjøn", "Nøkk", "Plys", "Ræv", "Skvul", "Snør",
		"Spøn", "Tassel", "Trill", "Ulvr", "Vræng", "Ærl", "Øyl", "Ålg", "Blåm", "Grøft", "Knært", "Sjøl", "Tøym",
	}
	surnameEndings = []string{
		"brekke", "haug", "lid", "løkken", "nes", "rud", "støl", "sæter", "tveit", "vik", "ås", "moen", "åker", "berget", "øyen", "gård",
	}
	placeEndings        = []string{"bygda", "dalen", "fjord", "havn", "heim", "sund", "vågen", "øya", "strand", "foss"}
	streetEndings       = []string{"veien", "vegen", "gata", "stien", "bakken", "svingen", "tunet", "allé"}
	municipalityEndings = []string{"hei", "lund", "mark", "nær", "ærøy", "ås"}
	counties            = []string{"Nordfylket", "Sørfylket", "Østfylket", "Vestfylket", "Midtfylket"}
	trades              = []string{"Bygg", "Rør", "Regnskap", "Frisør", "Transport", "Gård", "Kafé", "Maskin", "Hage", "Bakeri", "Fisk", "Tømrer"}
	companyForms        = []string{"AS", "AS", "AS", "DA", "ENK"}
	mailHosts           = []string{"post.example", "epost.example", "mail.example"}
	titles              = []string{"BT", "FA", "NB", "SØ", "ÅP"}
	addOns              = []string{"Helgebilag", "E-avis", "Kryssord"}
	segments            = []string{"Passive_update", "Active_renewal", "Trial_ended", "Never_reached"}
	remarks             = []string{
		"Ønsker faktura på e-post", "Ring helst etter kl. 16", "Snakk med \"kontoret\" først", "Flyttet i vår", "Har hund på gården",
	}
)

// agents are the users who register outcomes.
var agents = []string{"ingunn", "torstein", "åsne", "jørn", "mæhlum", "solfrid", "vebjørn"}
