package setuprows

import "callflow/internal/store"

// positionOr gives the wanted position, or the one that a query finds for an owner.
func positionOr(w *store.Write, wanted int64, behind string, owner int64) (int64, error) {
	if wanted != 0 {
		return wanted, nil
	}
	rows := w.Tx().Query(behind, w.AccountID(), owner)
	defer rows.Close()
	var position int64
	if rows.Next() {
		position = rows.Int(0)
	}
	return position, rows.Err()
}

// existsPacked says whether a query finds a packed list that is one of those looked for, and reads no further than that.
func existsPacked(w *store.Write, isOne func(packed []byte) bool, sql string, args ...any) (bool, error) {
	rows := w.Tx().Query(sql, args...)
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
