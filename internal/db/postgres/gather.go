package postgres

import "callflow/internal/db"

// Indexes without an order are read through bitmaps, which no other statement of callflow is better off with: the
// session keeps its plans from them, and these lift that for one statement. Its plan is made then, and kept.
const (
	allowBitmaps  = "SELECT set_config('enable_bitmapscan', 'on', true), set_config('enable_indexscan', 'off', true)"
	forbidBitmaps = "SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_indexscan', 'on', true)"
)

// Gather lets the settings travel with the query: it is one question of the network.
func (tx *pgTx) Gather(sql string, args ...any) ([]int64, error) {
	if err := tx.Queue(allowBitmaps); err != nil {
		return nil, err
	}
	numbers, err := db.FirstColumn(tx.Query(sql, args...))
	if err != nil {
		return nil, err
	}
	return numbers, tx.Queue(forbidBitmaps)
}
