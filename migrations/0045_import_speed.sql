-- Imports write hundreds of thousands of rows. What a foreign key checks row by row, with a lock and a look-up of its own
-- each, one trigger checks here for all rows of a statement. The tables referred to (lists, entries and subjects of the
-- ledger) lose no row: no role may delete from them. An import takes its lines with it, as before.

alter table subscriptions drop constraint subscriptions_account_id_list_id_fkey;
alter table import_lines drop constraint import_lines_account_id_import_id_fkey;
alter table ledger_payloads drop constraint ledger_payloads_account_id_entry_id_fkey,
  drop constraint ledger_payloads_account_id_subject_id_fkey;
alter table ledger_leaves drop constraint ledger_leaves_account_id_entry_id_fkey;

-- The plans of these look-ups are kept by each connection, and made while the tables may be small. They go row by row and by
-- the index whatever the tables seem to hold: "offset 0" keeps a question from becoming a join, which would read a table
-- that has grown meanwhile as a whole.
create function subscriptions_refer() returns trigger language plpgsql security definer
  set search_path = public set enable_seqscan = off as $$
begin
  if exists (select from (select distinct n.account_id, n.list_id from added n) d
             where not exists (select from lists l where l.account_id = d.account_id and l.id = d.list_id offset 0)) then
    raise foreign_key_violation using message = 'A subscription refers to a list that does not exist.', table = 'subscriptions';
  end if;
  return null;
end $$;
create trigger subscriptions_refer_insert after insert on subscriptions
  referencing new table as added for each statement execute function subscriptions_refer();
create function subscriptions_stay() returns trigger language plpgsql as $$
begin
  raise foreign_key_violation using message = 'A subscription does not move to another list.', table = 'subscriptions';
end $$;
create trigger subscriptions_stay_update before update of list_id on subscriptions
  for each row when (old.list_id <> new.list_id) execute function subscriptions_stay();

create function import_lines_refer() returns trigger language plpgsql security definer
  set search_path = public set enable_seqscan = off as $$
begin
  if exists (select from (select distinct n.account_id, n.import_id from added n) d
             where not exists (select from imports i where i.account_id = d.account_id and i.id = d.import_id offset 0)) then
    raise foreign_key_violation using message = 'A line refers to an import that does not exist.', table = 'import_lines';
  end if;
  return null;
end $$;
create trigger import_lines_refer_insert after insert on import_lines
  referencing new table as added for each statement execute function import_lines_refer();
create function imports_take_lines() returns trigger language plpgsql security definer set search_path = public as $$
begin
  delete from import_lines l using gone g where l.account_id = g.account_id and l.import_id = g.id;
  return null;
end $$;
create trigger imports_take_lines_delete after delete on imports
  referencing old table as gone for each statement execute function imports_take_lines();

create function ledger_payloads_refer() returns trigger language plpgsql security definer
  set search_path = public set enable_seqscan = off as $$
begin
  if exists (select from added n
             where not exists (select from ledger_entries e where e.account_id = n.account_id and e.id = n.entry_id offset 0)
                or not exists (select from ledger_subjects s where s.account_id = n.account_id and s.id = n.subject_id offset 0)) then
    raise foreign_key_violation using message = 'A content of the ledger refers to an entry or a subject that does not exist.', table = 'ledger_payloads';
  end if;
  return null;
end $$;
create trigger ledger_payloads_refer_insert after insert on ledger_payloads
  referencing new table as added for each statement execute function ledger_payloads_refer();

create function ledger_leaves_refer() returns trigger language plpgsql security definer
  set search_path = public set enable_seqscan = off as $$
begin
  if exists (select from added n
             where not exists (select from ledger_entries e where e.account_id = n.account_id and e.id = n.entry_id offset 0)) then
    raise foreign_key_violation using message = 'A leaf refers to an entry that does not exist.', table = 'ledger_leaves';
  end if;
  return null;
end $$;
create trigger ledger_leaves_refer_insert after insert on ledger_leaves
  referencing new table as added for each statement execute function ledger_leaves_refer();
revoke execute on function subscriptions_refer, subscriptions_stay, import_lines_refer, imports_take_lines, ledger_payloads_refer, ledger_leaves_refer from public;

-- Equal addresses are found by the index for prefixes as well.
drop index contacts_email;

-- Living subjects have their unique index; this one is for those whose proof is under seal.
drop index ledger_subjects_hash;
create index ledger_subjects_hash on ledger_subjects (account_id, subject_hash) where sealed_until is not null and destroyed_at is null;

-- Ids ahead of the rows, eight bytes each: what refers to one another can then be made, sealed and sent at once.
create function take_ids(target text, amount int) returns bytea
language plpgsql volatile security definer set search_path = public as $$
declare
  sequence regclass;
begin
  if target not in ('contacts', 'ledger_entries', 'ledger_subjects') then
    raise invalid_parameter_value using message = 'There are no ids to take of ' || coalesce(target, 'nothing') || '.';
  end if;
  sequence := pg_get_serial_sequence(target, 'id')::regclass;
  return (select string_agg(int8send(nextval(sequence)), ''::bytea) from generate_series(1, amount));
end $$;
revoke execute on function take_ids from public;
grant execute on function take_ids to klarpost_app;
