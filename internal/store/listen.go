package store

// Changed gives a channel that is closed when somebody commits on the account next. It is a
// hint: what another process does may come unannounced.
func (s *Store) Changed(accountID int64) <-chan struct{} {
	s.listen.Do(func() {
		s.listener.Go(func() { s.db.Listen(s.listening, s.tell) })
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting[accountID] == nil {
		s.waiting[accountID] = make(chan struct{})
	}
	return s.waiting[accountID]
}

func (s *Store) tell(accountID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if waiting := s.waiting[accountID]; waiting != nil {
		close(waiting)
		delete(s.waiting, accountID)
	}
}
