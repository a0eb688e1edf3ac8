-- ORG-04: what was changed, before and after, as a keyed hash. It shows that two states are the same and what was where, and
-- holds nothing that could be guessed. Null on both sides: the entry is about no change of a stored thing, or older.
alter table audit_entries add column before_hash bytea, add column after_hash bytea;
