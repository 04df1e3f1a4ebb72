package tabular

import "testing"

func TestTypeOfColumn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		values []string
		want   Type
	}{
		{"no values are text", nil, TextType},
		{"empty values alone are text", []string{"", ""}, TextType},
		{"integers", []string{"1", "-20", "0", ""}, IntegerType},
		{"a leading zero is text", []string{"1", "0581"}, TextType},
		{"a leading plus is text", []string{"+4711223344"}, TextType},
		{"a minus and a zero is text", []string{"-0"}, TextType},
		{"fifteen digits are an integer", []string{"123456789012345"}, IntegerType},
		{"sixteen digits are text", []string{"1234567890123456"}, TextType},
		{"a space beside an integer is text", []string{" 1"}, TextType},
		{"decimals with a point", []string{"1.5", "-0.25", "3"}, DecimalType},
		{"decimals with a comma", []string{"1,5", "-0,25", "3"}, DecimalType},
		{"both marks are text", []string{"1,5", "1.5"}, TextType},
		{"sixteen digits around a mark are text", []string{"12345678.12345678"}, TextType},
		{"a mark without digits is text", []string{"1."}, TextType},
		{"an exponent is text", []string{"1e5"}, TextType},
		{"what may be thousands is text", []string{"1.250", "12,000"}, TextType},
		{"what may be thousands is text in one style", []string{"1.250", "12.000", "900"}, TextType},
		{"three decimals beside others are decimals", []string{"1.250", "12.5"}, DecimalType},
		{"three decimals after a zero are decimals", []string{"0.250", "1.250"}, DecimalType},
		{"dates", []string{"2016-02-22", "", "2024-02-29"}, DateType},
		{"dates with points", []string{"22.02.2016", "01.12.1979"}, DateType},
		{"both ways of dates are text", []string{"2016-02-22", "22.02.2016"}, TextType},
		{"a day that is not there is text", []string{"2023-02-29"}, TextType},
		{"a month that is not there is text", []string{"01.13.2016"}, TextType},
		{"a short date is text", []string{"1.2.2016"}, TextType},
		{"booleans in any case", []string{"true", "FALSE", "True"}, BooleanType},
		{"yes and no are text", []string{"ja", "nei"}, TextType},
		{"integers and dates are text", []string{"1", "2016-02-22"}, TextType},
		{"integers and booleans are text", []string{"1", "true"}, TextType},
		{"one text makes all text", []string{"1", "2", "x", "3"}, TextType},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var g Guess
			for _, value := range test.values {
				g.Add(Cell{Text: value, Kind: Untyped})
			}
			if got := g.Type(); got != test.want {
				t.Errorf("%q are %s, want %s", test.values, got, test.want)
			}
		})
	}
}

func TestTypeOfJSONValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		values []Cell
		want   Type
	}{
		{"numbers are integers", []Cell{{"1", Number}, {"", Null}, {"", Missing}}, IntegerType},
		{"numbers with a fraction are decimals", []Cell{{"1", Number}, {"4.0", Number}}, DecimalType},
		{"three decimals of a number are no thousands", []Cell{{"1.250", Number}}, DecimalType},
		{"an exponent is text", []Cell{{"1e5", Number}}, TextType},
		{"a string of digits is text", []Cell{{"123", Text}}, TextType},
		{"a string of digits among numbers is text", []Cell{{"1", Number}, {"123", Text}}, TextType},
		{"true and false are boolean", []Cell{{"true", Bool}, {"false", Bool}}, BooleanType},
		{"the string true is text", []Cell{{"true", Text}}, TextType},
		{"strings of dates are dates", []Cell{{"2016-02-22", Text}, {"", Text}}, DateType},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var g Guess
			for _, value := range test.values {
				g.Add(value)
			}
			if got := g.Type(); got != test.want {
				t.Errorf("%v are %s, want %s", test.values, got, test.want)
			}
		})
	}
}

func TestAGuessTellsLengthAndStyle(t *testing.T) {
	t.Parallel()
	guess := func(values ...string) *Guess {
		var g Guess
		for _, value := range values {
			g.Add(Cell{Text: value, Kind: Untyped})
		}
		return &g
	}
	if got := guess("x", "Bjørnæs", "abcdef").MaxLength(); got != 7 {
		t.Errorf("the longest has %d characters, want 7", got)
	}
	if !guess("1,5").DecimalComma() || guess("1.5").DecimalComma() || guess("1,5", "x").DecimalComma() {
		t.Error("only decimals with a comma have a decimal comma")
	}
	if !guess("22.02.2016").DayFirst() || guess("2016-02-22").DayFirst() || guess("22.02.2016", "x").DayFirst() {
		t.Error("only dates with points have the day first")
	}
}
