-- Blocks of whole domains with what is below them, who looks after an entry, and on which ground the account keeps its lists.

-- `*.example.com` in `domain`: every domain below it, not the domain itself.
create index suppressions_below on suppressions (account_id) where lifted_at is null and domain like '*.%';
create index suppressions_review on suppressions (account_id, review_on) where lifted_at is null and review_on is not null;

-- Whoever entered or last reviewed it (UNS-24).
alter table suppressions add column owner_id bigint;
update suppressions set owner_id = created_by where scope = 'blacklist';

-- UNS-17, UNS-24: why the account may keep unsubscribe lists and blacklist, and for how long, as somebody decided it.
create table suppression_grounds (
  account_id int not null,
  subject text not null check (subject in ('unsubscribe_lists', 'blacklist')),
  ground text not null check (ground in ('art_6_1_c', 'art_6_1_f')),
  -- Null: as long as the entry is needed.
  retention_months int check (retention_months between 12 and 1200),
  reasoning text not null,
  review_on date not null,
  decided_by bigint,
  decided_by_name text not null,
  decided_at timestamptz not null,
  primary key (account_id, subject)
);
select protect_table('suppression_grounds', 'select, insert, update', '', 'select, delete');

-- Old entries of unsubscribe lists may be purged, by the retention role and on a person's word. What objects to
-- advertising at large, blocks or holds back is never removed, whoever asks.
grant delete on suppressions to klarpost_retention;
create policy only_list_entries on suppressions as restrictive for delete to klarpost_retention using (scope = 'list_address');
