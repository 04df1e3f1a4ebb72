-- The server brings the pieces of the search index together in steps of its own, so that no step is long: FTS5 would do so within the
-- transaction that happens to make one piece too many.

INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0);
