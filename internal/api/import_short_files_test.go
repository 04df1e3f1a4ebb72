package api_test

// shortFiles are files of a few rows, each of a kind that people bring.
var shortFiles = []broughtFile{
	{
		file: "exponents.csv", text: "customer_id;name;phone_1\n1.0001E4;Kari;9.1234567E7\n1,0002E+04;Ola;9,2345678E+07\n",
		want: "2 created, 0 updated, 0 unchanged, 0 skipped, 0 rejected: exponent exponent", holds: []string{`"10001"`, `"10002"`, `"91234567"`, `"92345678"`},
	},
	{
		file: "cut-phones.csv", text: "customer_id;name;phone_1\nK-1;Kari;9.1E7\nK-2;Ola;4,79123E+10\nK-3;Per;9E7\nK-4;Liv;4,79123E+10 / 22334455\nK-5;Siri;1.23456789012345678E17\n",
		want: "0 created, 0 updated, 0 unchanged, 0 skipped, 5 rejected:",
	},
	{
		file: "exponents.ndjson", text: `{"customer_id":"K-1","name":"Kari","phone_1":9.1234567E7}` + "\n" + `{"customer_id":"K-2","name":"Ola","phone_1":9.1E7}` + "\n",
		want: "1 created, 0 updated, 0 unchanged, 0 skipped, 1 rejected: exponent", holds: []string{`"91234567"`},
	},
	{
		file: "exponents-of-ids.ndjson", text: `{"customer_id":1E3,"name":"Kari"}` + "\n" + `{"customer_id":"1E3","name":"Ola"}` + "\n" + `{"customer_id":1.2345E4,"name":"Per"}` + "\n",
		want: "2 created, 1 updated, 0 unchanged, 0 skipped, 0 rejected: no_numbers cut_kept repeats exponent", holds: []string{`"12345"`},
	},
	{
		file: "exponents-in-fields.csv", query: "&create_fields=true",
		text: "customer_id;name;phone_1;Mobil;Ref\nK-1;Kari;91234561;9.1234567E7;4,79E+09\nK-2;Ola;91234562;22334455;x\n",
		want: "2 created, 0 updated, 0 unchanged, 0 skipped, 0 rejected: exponent cut_kept", holds: []string{`"91234567"`, `"4,79E+09"`},
	},
	{
		file: "cut-in-fields.csv", query: "&create_fields=true", text: "customer_id;name;phone_1;Mobil\nK-1;Kari;91234561;4,79123E+10\n",
		want: "0 created, 0 updated, 0 unchanged, 0 skipped, 1 rejected:",
	},
	{
		file: "exponents-again.csv", text: "customer_id;name;phone_1\n1.0001E4;Kari;91234567\n10001;Kari;91234567\n",
		want: "1 created, 0 updated, 1 unchanged, 0 skipped, 0 rejected: exponent repeats",
	},
	{
		file: "torn.csv", text: "customer_id,name,address,phone_1,email\nK-1,Kari,Veien 1\nOppgang B\n2. etasje,91234561,k@example.com\nK-2,Ola,Veien 2,91234562,\n",
		query: "&create_fields=true", want: "4 rows: 1 created, 0 updated, 0 unchanged, 0 skipped, 3 rejected:",
	},
	{
		file: "torn-behind.csv", text: "customer_id,name,phone_1,note\nK-1,a,91234561,\nK-2,b,91234562,\nK-3,c,91234563,ring\nigjen, helst i morgen\n",
		query: "&create_fields=true", want: "4 rows: 3 created, 0 updated, 0 unchanged, 0 skipped, 1 rejected:",
	},
	{
		file: "short-named.csv", text: "customer_id,name,phone_1,note,,\nK-1,Kari,91234561,x,,\nK-2,Ola,91234562\nK-3,Per,91234563,x\n",
		query: "&create_fields=true", want: "3 rows: 3 created, 0 updated, 0 unchanged, 0 skipped, 0 rejected: short_rows",
	},
}
