-- What the gate knows of each contact, kept ready for counting a million of them: written by a job, not by whoever changes
-- something. A change leaves a note in its own transaction, and whoever is named in a note is asked anew until the job has
-- been there. So a count is exact at every moment, and nobody who writes waits for it.

create table counted_accounts (
  account_id int primary key,
  -- Transactions that began before may not have seen this row; filling waits for their end.
  mark bigint,
  filled_to bigint not null default 0,
  ready boolean not null default false,
  -- The day that parts consents still in use from those that are not (CON-18), as the facts were written with it.
  day date,
  asked_at timestamptz not null
);

-- The facts that people have in common: flags, pot, permission to analyse, subscriptions.
create table fact_kinds (
  account_id int not null,
  id int not null,
  facts text not null,
  primary key (account_id, id)
);

create table contact_facts (
  contact_id bigint not null,
  -- A hash of the address, to find everybody on it when something about it changes.
  address bigint not null,
  -- The last mailing on any of the contact's consents.
  mailed_at timestamptz,
  account_id int not null,
  kind int not null,
  -- The first day of those in use: from the day after the kind is another one.
  since date,
  restricted boolean not null,
  primary key (account_id, contact_id)
) with (fillfactor = 90);
create index contact_facts_address on contact_facts (account_id, address);

-- Whose facts may have changed since they were written.
create table fact_changes (
  account_id int not null,
  id bigint generated always as identity,
  contact_ids bigint[] not null default '{}',
  addresses bigint[] not null default '{}',
  address_hashes bytea[] not null default '{}',
  everybody boolean not null default false,
  primary key (account_id, id)
);

select protect_table('counted_accounts', 'select, insert, update, delete', 'select');
select protect_table('fact_kinds', 'select, insert, delete');
select protect_table('contact_facts', 'select, insert, update, delete');
select protect_table('fact_changes', 'select, delete');
create policy assigned_rows on contact_facts as restrictive for select to klarpost_app
  using ((select (app_assigned_to() is null)::int) <> 0 or contact_id in (select unnest(app_assigned_contacts())));
create policy restricted_rows on contact_facts as restrictive for select to klarpost_app
  using (not restricted or not (select app_hides_restricted()));

create function address_number(email text) returns bigint language sql immutable parallel safe return hashtextextended(email, 0);

create function contacts_note_facts() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from counted_accounts) then return null; end if;
  if tg_op = 'UPDATE' then
    insert into fact_changes (account_id, contact_ids, addresses, everybody)
    select n.account_id, array_agg(n.id), array_agg(address_number(n.email_normalised)) || array_agg(address_number(o.email_normalised)), count(*) > 20000
    from changed n join former o on o.account_id = n.account_id and o.id = n.id join counted_accounts a on a.account_id = n.account_id
    where (n.email_normalised, n.address_hash, n.pot, n.restricted_at, n.source_system, n.person_number)
      is distinct from (o.email_normalised, o.address_hash, o.pot, o.restricted_at, o.source_system, o.person_number)
    group by n.account_id;
    return null;
  end if;
  insert into fact_changes (account_id, contact_ids, addresses, everybody)
  select n.account_id, array_agg(n.id), array_agg(address_number(n.email_normalised)), count(*) > 20000
  from changed n join counted_accounts a on a.account_id = n.account_id group by n.account_id;
  return null;
end $$;
create trigger contacts_facts_insert after insert on contacts referencing new table as changed
  for each statement execute function contacts_note_facts();
create trigger contacts_facts_update after update on contacts referencing old table as former new table as changed
  for each statement execute function contacts_note_facts();
create trigger contacts_facts_delete after delete on contacts referencing old table as changed
  for each statement execute function contacts_note_facts();

create function subscriptions_note_facts() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from counted_accounts) then return null; end if;
  if tg_op = 'UPDATE' then
    insert into fact_changes (account_id, contact_ids, addresses, everybody)
    select c.account_id, array_agg(c.contact_id), array_agg(address_number(c.email_normalised)), count(*) > 40000
    from (select account_id, contact_id, email_normalised from changed union all select account_id, contact_id, email_normalised from former) c
    join counted_accounts a on a.account_id = c.account_id group by c.account_id;
    return null;
  end if;
  insert into fact_changes (account_id, contact_ids, addresses, everybody)
  select n.account_id, array_agg(n.contact_id), array_agg(address_number(n.email_normalised)), count(*) > 20000
  from changed n join counted_accounts a on a.account_id = n.account_id group by n.account_id;
  return null;
end $$;
create trigger subscriptions_facts_insert after insert on subscriptions referencing new table as changed
  for each statement execute function subscriptions_note_facts();
create trigger subscriptions_facts_update after update on subscriptions referencing old table as former new table as changed
  for each statement execute function subscriptions_note_facts();
create trigger subscriptions_facts_delete after delete on subscriptions referencing old table as changed
  for each statement execute function subscriptions_note_facts();

create function profiling_permissions_note_facts() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from counted_accounts) then return null; end if;
  if tg_op = 'UPDATE' then
    insert into fact_changes (account_id, addresses, everybody)
    select c.account_id, array_agg(address_number(c.email_normalised)), count(*) > 40000
    from (select account_id, email_normalised from changed union all select account_id, email_normalised from former) c
    join counted_accounts a on a.account_id = c.account_id group by c.account_id;
    return null;
  end if;
  insert into fact_changes (account_id, addresses, everybody)
  select n.account_id, array_agg(address_number(n.email_normalised)), count(*) > 20000
  from changed n join counted_accounts a on a.account_id = n.account_id group by n.account_id;
  return null;
end $$;
create trigger profiling_permissions_facts_insert after insert on profiling_permissions referencing new table as changed
  for each statement execute function profiling_permissions_note_facts();
create trigger profiling_permissions_facts_update after update on profiling_permissions referencing old table as former new table as changed
  for each statement execute function profiling_permissions_note_facts();
create trigger profiling_permissions_facts_delete after delete on profiling_permissions referencing old table as changed
  for each statement execute function profiling_permissions_note_facts();

-- An entry on a domain may be about anybody. One on a person number is about people of the core system, whom a count asks
-- one by one where they have a subscription at all.
create function suppressions_note_facts() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from counted_accounts) then return null; end if;
  if tg_op = 'UPDATE' then
    insert into fact_changes (account_id, contact_ids, address_hashes, everybody)
    select c.account_id, array_remove(array_agg(c.contact_id), null), array_remove(array_agg(c.address_hash), null),
      count(*) > 40000 or bool_or(c.domain is not null)
    from (select account_id, contact_id, address_hash, domain from changed union all select account_id, contact_id, address_hash, domain from former) c
    join counted_accounts a on a.account_id = c.account_id group by c.account_id;
    return null;
  end if;
  insert into fact_changes (account_id, contact_ids, address_hashes, everybody)
  select n.account_id, array_remove(array_agg(n.contact_id), null), array_remove(array_agg(n.address_hash), null),
    count(*) > 20000 or bool_or(n.domain is not null)
  from changed n join counted_accounts a on a.account_id = n.account_id group by n.account_id;
  return null;
end $$;
create trigger suppressions_facts_insert after insert on suppressions referencing new table as changed
  for each statement execute function suppressions_note_facts();
create trigger suppressions_facts_update after update on suppressions referencing old table as former new table as changed
  for each statement execute function suppressions_note_facts();
create trigger suppressions_facts_delete after delete on suppressions referencing old table as changed
  for each statement execute function suppressions_note_facts();

revoke execute on function contacts_note_facts(), subscriptions_note_facts(), profiling_permissions_note_facts(), suppressions_note_facts() from public;
