package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"callflow/internal/tabular"
)

// customers is a file of n invented customers, about 110 bytes each.
func customers(n int, header, row string) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	for i := range n {
		fmt.Fprintf(&b, row, 400_000+i, 11_000_000+i, i%9999)
	}
	return b.Bytes()
}

const (
	benchHeader = "customer_id;name;phone_1;zip;address;born;amount;note\n"
	plainRow    = "%d;Bjørn Åse Bakkåsen;%d;%04d;PRESTEVN 375, INGENMANNSLAND;1979-09-27;375,50;Alder: 52 år\n"
	quotedRow   = "\"%d\";\"Bjørn Åse Bakkåsen\";\"%d\";\"%04d\";\"PRESTEVN 375, INGENMANNSLAND\";\"1979-09-27\";\"375,50\";\"Alder: \"\"52\"\" år\"\n"
	objectRow   = `{"customer_id":"%d","name":"Bjørn Åse Bakkåsen","phone_1":"%d","zip":"%04d","address":"PRESTEVN 375","born":"1979-09-27","amount":375.50}` + "\n"
)

func BenchmarkRead(b *testing.B) {
	files := []struct {
		name string
		data []byte
		o    tabular.Options
	}{
		{"csv plain", customers(100_000, benchHeader, plainRow), tabular.Options{}},
		{"csv quoted", customers(100_000, benchHeader, quotedRow), tabular.Options{}},
		{"csv windows-1252", []byte(windows(b, string(customers(100_000, benchHeader, plainRow)))), tabular.Options{}},
		{"ndjson", customers(100_000, "", objectRow), tabular.Options{}},
	}
	for _, file := range files {
		b.Run(file.name+"/open", func(b *testing.B) {
			b.SetBytes(int64(len(file.data)))
			for b.Loop() {
				if _, err := Open(bytes.NewReader(file.data), file.o); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(file.name+"/read", func(b *testing.B) {
			r, err := Open(bytes.NewReader(file.data), file.o)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(file.data)))
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, r)
			}
		})
	}
}

func readAll(b *testing.B, r tabular.Reader) {
	b.Helper()
	if err := r.Rewind(); err != nil {
		b.Fatal(err)
	}
	for {
		_, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
