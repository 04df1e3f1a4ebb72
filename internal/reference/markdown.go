package reference

import (
	"html"
	"html/template"
	"regexp"
	"strings"
)

// Markdown makes the forms that descriptions use into HTML: paragraphs, lists, `code`, **strong** and *other* words, and links. Everything
// else is text, and shown as it was written.
func Markdown(text string) template.HTML {
	var made strings.Builder
	for _, block := range blocks(text) {
		if len(block.items) == 0 {
			made.WriteString("<p>" + inline(block.text) + "</p>\n")
			continue
		}
		tag := "ul"
		if block.numbered {
			tag = "ol"
		}
		made.WriteString("<" + tag + ">\n")
		for _, item := range block.items {
			made.WriteString("<li>" + inline(item) + "</li>\n")
		}
		made.WriteString("</" + tag + ">\n")
	}
	return template.HTML(made.String()) //nolint:gosec // inline has escaped it
}

// block is a paragraph, or a list.
type block struct {
	text     string
	items    []string
	numbered bool
}

var listItem = regexp.MustCompile(`^(?:[-*]|(\d+)\.) +(.*)$`)

// blocks are those of a text: an empty line ends each, and a list begins with its first item.
func blocks(text string) []block {
	var found []block
	open := false // whether the next line goes on with the last block
	for line := range strings.Lines(text) {
		indented := strings.HasPrefix(line, "  ")
		line = strings.TrimSpace(line)
		item := listItem.FindStringSubmatch(line)
		last := len(found) - 1
		switch {
		case line == "":
			open = false
		case item != nil && last >= 0 && len(found[last].items) > 0:
			found[last].items = append(found[last].items, item[2])
			open = true
		case item != nil:
			found = append(found, block{items: []string{item[2]}, numbered: item[1] != ""})
			open = true
		case open && len(found[last].items) > 0 && indented:
			items := found[last].items
			items[len(items)-1] += "\n" + line
		case open && len(found[last].items) == 0:
			found[last].text += "\n" + line
		default:
			found = append(found, block{text: line})
			open = true
		}
	}
	return found
}

// marks are the forms within a line, the first that fits at the earliest place.
var marks = regexp.MustCompile("`([^`]+)`" + `|\*\*([^*]+(?:\*[^*]+\*[^*]*)*)\*\*|\*(\pL(?:[^*]*[^*\s])?)\*|\[([^\[\]]+)\]\(([^()\s]+)\)`)

func inline(text string) string {
	var made strings.Builder
	for {
		at := marks.FindStringSubmatchIndex(text)
		if at == nil {
			made.WriteString(html.EscapeString(text))
			return made.String()
		}
		made.WriteString(html.EscapeString(text[:at[0]]))
		part := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return text[at[2*n]:at[2*n+1]]
		}
		switch {
		case part(1) != "":
			made.WriteString("<code>" + html.EscapeString(part(1)) + "</code>")
		case part(2) != "":
			made.WriteString("<strong>" + inline(part(2)) + "</strong>")
		case part(3) != "":
			made.WriteString("<em>" + inline(part(3)) + "</em>")
		case leadsSomewhere(part(5)):
			made.WriteString(`<a href="` + html.EscapeString(part(5)) + `">` + inline(part(4)) + "</a>")
		default:
			made.WriteString(html.EscapeString(text[at[0]:at[1]]))
		}
		text = text[at[1]:]
	}
}

// leadsSomewhere says whether a link is one that a browser goes to, and runs nothing.
func leadsSomewhere(link string) bool {
	for _, prefix := range []string{"https://", "http://", "#", "/"} {
		if strings.HasPrefix(link, prefix) {
			return true
		}
	}
	return false
}
