package csv

import "testing"

func TestOnlyHeadingsOfRejectedRowsTellAnEncoding(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"customer_id,read as (encoding cp850)\r\n", "line,reason,read as (encoding nosuch)\r\n", "line,reason,read as (cp850)\r\n", "line,reason,read as (", "line,reason\n",
		"line,reason,name\r\n1,x,read as (encoding cp850)\r\n",
	} {
		if told := toldEncoding([]byte(line)).Encoding; told != "" {
			t.Errorf("%q tells %s", line, told)
		}
	}
}
