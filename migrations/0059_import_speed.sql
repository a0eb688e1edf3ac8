-- Imports write many rows at once; what each of them costs is paid a million times.

-- A contact whose fields came together keeps their origin once, under '*' with the names it is "for". Whatever an origin of
-- its own is written for stands beside it and comes first. contact_origins() says it field by field, as everybody reads it.
create function contact_origins(stored jsonb) returns jsonb language plpgsql immutable parallel safe as $$
declare
  shared jsonb := stored -> '*';
begin
  if shared is null then
    return stored;
  end if;
  return (select jsonb_object_agg(n.name, shared - 'for') from unnest(string_to_array(shared ->> 'for', ' ')) as n(name))
    || (stored - '*');
end $$;
-- The origin of one field, for questions about all contacts: an expression that the planner puts in place.
create function contact_origin(stored jsonb, field text) returns jsonb language sql immutable parallel safe
  return coalesce(stored -> field,
    case when position(' ' || field || ' ' in ' ' || (stored -> '*' ->> 'for') || ' ') > 0 then stored -> '*' end);

-- One index where two served the same: the key begins with the address now.
alter table subscriptions drop constraint subscriptions_pkey,
  add primary key (account_id, email_normalised, list_id);
drop index subscriptions_address;

-- Only subjects under seal are asked for by their day.
drop index ledger_subjects_sealed;
create index ledger_subjects_sealed on ledger_subjects (account_id, sealed_until) where sealed_until is not null and destroyed_at is null;

-- Read backwards they answer the same; rows that come in the order of time go to the end, where pages fill up.
drop index contacts_recent, ledger_by_time, ledger_by_kind, ledger_by_wording;
create index contacts_recent on contacts (account_id, created_at, id);
create index ledger_by_time on ledger_entries (account_id, at, id);
create index ledger_by_kind on ledger_entries (account_id, kind, at, id);
create index ledger_by_wording on ledger_payloads (account_id, wording_version_id, entry_id);
