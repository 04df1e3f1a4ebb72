package tabular

// chooseTold takes the encoding that a file of rejected rows tells. Where its bytes speak for another one, whoever mended it has saved it in that,
// whole or in part: then it is not certain.
func (in *input) chooseTold(told *coding, s *survey) error {
	if other, ok := s.against(told); ok {
		return inDoubt([]coding{*told, other}, s.samples)
	}
	in.coding, in.by, in.doubled = *told, ByTold, 0
	return nil
}

// farApart is by how much of a letter the encoding that is told makes worse words than another one that is certain, where it is not believed:
// a few letters that were rejected are often nearly as good in another encoding.
const farApart = 1.5

// against is the encoding for which the bytes speak rather than for the one that is told: UTF-8 where some letters are written so, or the one
// that makes by far the better words of them.
func (s *survey) against(told *coding) (coding, bool) {
	if s.valid > 0 {
		return coding{name: UTF8}, true
	}
	guess, possible := guessEncoding(&s.highs)
	if len(possible) > 0 {
		return coding{}, false
	}
	behind := score(&guess, &s.highs) - score(told, &s.highs)
	return guess, behind > 0 && behind >= farApart*differing(&guess, told, &s.highs)
}

// resaved notices a file of rejected rows that was saved as UTF-8 since, although the encoding was said again that it tells.
func (in *input) resaved() error {
	if err := in.rewind(); err != nil {
		return err
	}
	var s survey
	if err := s.take(in); err != nil {
		return err
	}
	if s.valid > 0 && s.invalid == 0 {
		in.coding, in.by = coding{name: UTF8}, ByBytes
	}
	return nil
}
