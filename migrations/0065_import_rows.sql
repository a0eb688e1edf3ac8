-- What each row of an import costs (docs/decisions/0021-imports-apart.md).

-- The folded name that contacts are sorted and searched by is compared byte by byte, as the embedded database always did:
-- one index then answers both, and an order that depends on the server's languages no longer decides about pages.
drop function search_contacts(text, text, int);
drop index contacts_sort_prefix;
alter table contacts alter column sort_key type text collate "C";
create function search_contacts(email_prefix text, sort_prefix text, max_rows int) returns setof bigint
language sql stable security definer set search_path = public
begin atomic
  (select c.id from contacts c where c.account_id = app_account()
     and c.email_normalised ~>=~ email_prefix and c.email_normalised ~<~ (email_prefix || chr(1114111)) limit max_rows)
  union
  (select c.id from contacts c where c.account_id = app_account()
     and c.sort_key >= sort_prefix and c.sort_key < (sort_prefix || chr(1114111)) limit max_rows);
end;
revoke execute on function search_contacts from public;
grant execute on function search_contacts to klarpost_app;

-- Ids that were taken for a batch are in a row. Where as many rows are there as the row of ids is long, each one is there;
-- only otherwise each is looked up by itself.
create or replace function ledger_payloads_refer() returns trigger language plpgsql security definer
  set search_path = public set enable_seqscan = off as $$
declare
  b record;
begin
  select count(*) as rows, min(n.account_id) as account_id, max(n.account_id) as last_account, min(n.entry_id) as first_entry,
    max(n.entry_id) as last_entry, min(n.subject_id) as first_subject, max(n.subject_id) as last_subject into b from added n;
  if b.rows = 0 then return null; end if;
  if (b.account_id <> b.last_account or b.last_entry - b.first_entry >= b.rows
      or (select count(*) from ledger_entries e where e.account_id = b.account_id and e.id between b.first_entry and b.last_entry)
        <> b.last_entry - b.first_entry + 1)
    and exists (select from added n
      where not exists (select from ledger_entries e where e.account_id = n.account_id and e.id = n.entry_id offset 0)) then
    raise foreign_key_violation using message = 'A content of the ledger refers to an entry that does not exist.', table = 'ledger_payloads';
  end if;
  if (b.account_id <> b.last_account or b.last_subject - b.first_subject >= b.rows
      or (select count(*) from ledger_subjects s where s.account_id = b.account_id and s.id between b.first_subject and b.last_subject)
        <> b.last_subject - b.first_subject + 1)
    and exists (select from added n
      where not exists (select from ledger_subjects s where s.account_id = n.account_id and s.id = n.subject_id offset 0)) then
    raise foreign_key_violation using message = 'A content of the ledger refers to a subject that does not exist.', table = 'ledger_payloads';
  end if;
  return null;
end $$;
