package locale

import (
	"embed"
	"fmt"
	"sync"

	"github.com/leonelquinteros/gotext"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message/catalog"
)

// catalogues has the texts of every language but English in a PO file of its own, by their English words. A test holds them against what
// templates and code ask for.
//
//go:embed messages/*.po
var catalogues embed.FS

// forms are a text for one and for several.
type forms struct{ one, several string }

// messages are the texts of a language by their English words. Those that differ for one and for several are known by the English for several.
type messages struct {
	texts   map[string]string
	counted map[string]forms
	english map[string]forms // of those that are counted
}

// norwegian are the texts in Norwegian. They are read when the first page asks for a text: commands of the same program need none.
var norwegian = sync.OnceValue(func() *messages { return mustRead("messages/nb.po") })

// mustRead reads a catalogue. Its files are part of the program, and every start of every test reads them.
func mustRead(name string) *messages {
	read, err := catalogues.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return parseMessages(read)
}

// parseMessages reads a PO file.
func parseMessages(file []byte) *messages {
	po := gotext.NewPo()
	po.Parse(file)
	m := &messages{texts: make(map[string]string), counted: make(map[string]forms), english: make(map[string]forms)}
	for id, text := range po.GetDomain().GetTranslations() {
		switch {
		case id == "": // the header of the file
		case text.PluralID != "":
			m.english[text.PluralID] = forms{id, text.PluralID}
			m.counted[text.PluralID] = forms{text.Trs[0], text.Trs[1]}
		default:
			m.texts[id] = text.Trs[0]
		}
	}
	return m
}

// texts is the catalogue of all languages.
var texts = sync.OnceValue(buildCatalogue)

func buildCatalogue() *catalog.Builder {
	builder := catalog.NewBuilder(catalog.Fallback(language.English))
	for english, translated := range norwegian().texts {
		mustSet(builder.SetString(languages[1], english, translated))
	}
	setCounted(builder, languages[0], norwegian().english)
	setCounted(builder, languages[1], norwegian().counted)
	return builder
}

func setCounted(builder *catalog.Builder, in language.Tag, counted map[string]forms) {
	for key, text := range counted {
		mustSet(builder.Set(in, key, plural.Selectf(1, "%d", "=1", text.one, "other", text.several)))
	}
}

// mustSet takes no error: the texts are part of the program.
func mustSet(err error) {
	if err != nil {
		panic(fmt.Errorf("the catalogue of texts: %w", err))
	}
}

// Has says whether there is a text in every language.
func Has(text string) bool {
	_, ok := norwegian().texts[text]
	return ok
}
