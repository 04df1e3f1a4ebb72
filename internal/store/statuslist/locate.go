package statuslist

import (
	"cmp"
	"slices"

	"callflow/internal/store/counted"
)

// Locate finds the row that has offset rows of the list before it: its part and
// number. ok is false past the end.
func (r *Lists) Locate(list List, offset int64) (part int, number int64, ok bool, err error) {
	for i := range list {
		count, err := r.countPart(&list[i])
		if err != nil {
			return 0, 0, false, err
		}
		if offset < count {
			number, err := r.locateInPart(&list[i], offset)
			return i, number, err == nil, err
		}
		offset -= count
	}
	return 0, 0, false, nil
}

func (r *Lists) locateInPart(part *Part, offset int64) (int64, error) {
	const finePerCoarse = 1 << (counted.CoarseBits - counted.FineBits)
	if part.NoNumber {
		return r.locateWithoutNumber(part, offset)
	}
	found, err := r.descend(part, blocks{counted.Coarse, 0, 1 << 62}, offset)
	if err != nil {
		return 0, err
	}
	first := found.block * finePerCoarse
	found, err = r.descend(part, blocks{counted.Fine, first, first + finePerCoarse - 1}, found.rest)
	if err != nil {
		return 0, err
	}
	if found.n == 1<<counted.FineBits { // every number is there
		return found.block<<counted.FineBits + found.rest, nil
	}
	numbers, err := r.numbers(part, span{after: found.block<<counted.FineBits - 1, limit: int(found.rest) + 1})
	if err != nil {
		return 0, err
	}
	if int64(len(numbers)) <= found.rest {
		return 0, errCountsDiffer
	}
	return numbers[found.rest], nil
}

// locateWithoutNumber walks the index of customers without a number, who are not counted by block.
func (r *Lists) locateWithoutNumber(part *Part, offset int64) (int64, error) {
	numbers, err := r.numbers(part, span{after: -1, limit: int(offset) + 1})
	if err != nil {
		return 0, err
	}
	if int64(len(numbers)) <= offset {
		return 0, errCountsDiffer
	}
	return numbers[offset], nil
}

// blocks are those of a level from first to last.
type blocks struct{ level, first, last int64 }

// blockCount is how many rows a block has.
type blockCount struct{ block, n int64 }

// foundBlock is the block that holds the row looked for, and how many of its rows come before that.
type foundBlock struct {
	blockCount
	rest int64
}

// descend finds the block that holds the row at offset.
func (r *Lists) descend(part *Part, among blocks, offset int64) (foundBlock, error) {
	var counts []blockCount
	for _, state := range part.countedStates() {
		more, err := r.blocksOf(part, state, among)
		if err != nil {
			return foundBlock{}, err
		}
		counts = addBlocks(counts, more)
	}
	for _, count := range counts {
		if offset < count.n {
			return foundBlock{count, offset}, nil
		}
		offset -= count.n
	}
	return foundBlock{}, errCountsDiffer
}

// addBlocks merges counts of the same blocks. What it is given is not altered.
func addBlocks(counts, more []blockCount) []blockCount {
	if len(counts) == 0 {
		return more
	}
	all := slices.Concat(counts, more)
	slices.SortFunc(all, func(a, b blockCount) int { return cmp.Compare(a.block, b.block) })
	merged := all[:1]
	for _, count := range all[1:] {
		if last := &merged[len(merged)-1]; last.block == count.block {
			last.n += count.n
			continue
		}
		merged = append(merged, count)
	}
	return merged
}

// blocksKept bounds how many runs of blocks stay in memory, about 1 KiB each.
const blocksKept = 4096

// blocksKey names a run of blocks of one state of one list.
type blocksKey struct{ lineage, account, list, state, level, first int64 }

// keptBlocks is a run of blocks as it stood when seq was the latest change of its
// state. While that is so, no row has come or gone.
type keptBlocks struct {
	seq    int64
	counts []blockCount
}

// blocksOf reads a run of blocks, from memory where nothing has changed since.
func (r *Lists) blocksOf(part *Part, state int64, among blocks) ([]blockCount, error) {
	_, seq, err := r.whole(part, state)
	if err != nil {
		return nil, err
	}
	key := blocksKey{r.lineage, r.accountID, part.listID(), state, among.level, among.first}
	if kept, ok := r.memory.blocks.Get(key); ok && kept.seq == seq {
		return kept.counts, nil
	}
	var counts []blockCount
	rows := r.tx.Query(`SELECT block, n FROM counts
		WHERE account_id = $1 AND list_id = $2 AND state_id = $3 AND level = $4 AND block BETWEEN $5 AND $6
		ORDER BY block`, r.accountID, part.listID(), state, among.level, among.first, among.last)
	for rows.Next() {
		counts = append(counts, blockCount{rows.Int(0), rows.Int(1)})
	}
	if rows.Err() != nil {
		return nil, rows.Err()
	}
	if r.memory.isCurrent(r.lineage) {
		r.memory.blocks.Add(key, keptBlocks{seq, counts})
	}
	return counts, nil
}
