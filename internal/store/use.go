package store

// positionOr gives the wanted position, or the one after the last.
func (w *Write) positionOr(wanted int64, table, ownerColumn string, owner int64) (int64, error) {
	if wanted != 0 {
		return wanted, nil
	}
	rows := w.tx().Query("SELECT COALESCE(MAX(position), 0) + 1 FROM "+table+" WHERE account_id = $1 AND "+ownerColumn+" = $2", w.AccountID(), owner)
	defer rows.Close()
	var position int64
	if rows.Next() {
		position = rows.Int(0)
	}
	return position, rows.Err()
}

// exists says whether a query finds a row.
func (w *Write) exists(sql string, args ...any) (bool, error) {
	rows := w.tx().Query(sql, args...)
	defer rows.Close()
	return rows.Next(), rows.Err()
}

// existsPacked says whether a query finds a packed list that is one of those looked for, and reads no further than that.
func (w *Write) existsPacked(isOne func(packed []byte) bool, sql string, args ...any) (bool, error) {
	rows := w.tx().Query(sql, args...)
	defer rows.Close()
	var packed []byte
	for rows.Next() {
		packed = rows.Append(packed[:0], 0)
		if isOne(packed) {
			return true, nil
		}
	}
	return false, rows.Err()
}
