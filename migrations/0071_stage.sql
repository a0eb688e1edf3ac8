-- What kind of customer somebody is stands beside the other facts that are counted.
alter table contact_facts add column stage text not null default '';
update counted_accounts set ready = false, filled_to = 0;

create or replace function contacts_note_facts() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from counted_accounts) then return null; end if;
  if tg_op = 'UPDATE' then
    insert into fact_changes (account_id, contact_ids, addresses, everybody)
    select n.account_id, array_agg(n.id), array_agg(address_number(n.email_normalised)) || array_agg(address_number(o.email_normalised)), count(*) > 20000
    from changed n join former o on o.account_id = n.account_id and o.id = n.id join counted_accounts a on a.account_id = n.account_id
    where (n.email_normalised, n.address_hash, n.pot, n.stage, n.restricted_at, n.source_system, n.person_number)
      is distinct from (o.email_normalised, o.address_hash, o.pot, o.stage, o.restricted_at, o.source_system, o.person_number)
    group by n.account_id;
    return null;
  end if;
  insert into fact_changes (account_id, contact_ids, addresses, everybody)
  select n.account_id, array_agg(n.id), array_agg(address_number(n.email_normalised)), count(*) > 20000
  from changed n join counted_accounts a on a.account_id = n.account_id group by n.account_id;
  return null;
end $$;
