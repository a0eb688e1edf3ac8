-- Own roles of accounts, contacts for whoever is responsible for them, and why a stop ended.

-- A part of the rights of a role the product brings, under a name of the account's own. Memberships and invitations hold
-- its public id beside the names of the product's roles.
create table account_roles (
  account_id int not null references accounts (id),
  id bigint generated always as identity,
  public_id text not null unique default 'rol_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  description text not null default '',
  template text not null,
  permissions text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id)
);
create unique index account_roles_name on account_roles (account_id, lower(name));
alter table account_roles enable row level security;
create policy instance_rows on account_roles to klarpost_app using (app_instance() or account_id = app_account()) with check (app_instance() or account_id = app_account());
grant select, insert, update, delete on account_roles to klarpost_app;

-- The own roles among those somebody holds, as rights are worked out from them.
create function own_roles(account int, held text[]) returns jsonb language sql stable
  return coalesce((select jsonb_agg(jsonb_build_object('id', r.public_id, 'name', r.name, 'template', r.template, 'permissions', r.permissions) order by lower(r.name), r.id)
    from account_roles r where r.account_id = account and r.public_id = any (held)), '[]');
revoke execute on function own_roles from public;
grant execute on function own_roles to klarpost_app;

-- Why sending was switched on again.
alter table delivery_stops add column end_reason text;

-- ORG-03, need to know: for whoever sees only the contacts they are responsible for, all others do not exist, whatever asks
-- for them. The web server names the person at the beginning of each transaction of such a caller; for everybody else the
-- setting is empty and nothing is looked up. Their contacts are read once for a statement, by id, so that indexes go on
-- answering alone; the comparison is written so that the planner expects it to be true.
create function app_assigned_to() returns bigint language sql stable parallel safe
  return nullif(current_setting('app.assigned_to', true), '')::bigint;
create function app_assigned_contacts() returns bigint[] language sql stable parallel safe security definer set search_path = public
  return array(select c.id from contacts c where c.account_id = app_account() and c.responsible_id = app_assigned_to());
revoke execute on function app_assigned_contacts from public;
grant execute on function app_assigned_contacts to klarpost_app;

-- What such a person adds is theirs.
alter table contacts alter column responsible_id set default app_assigned_to();
create policy assigned_rows on contacts as restrictive for select to klarpost_app
  using ((select (app_assigned_to() is null)::int) <> 0 or id in (select unnest(app_assigned_contacts())));

-- The same for what hangs on a contact. What nobody knows whom it is from is not theirs either.
do $$
declare t text;
begin
  foreach t in array array['contact_bulk_items', 'contact_notes', 'contact_tagged', 'core_changes', 'core_records', 'correspondence_mails', 'data_requests',
      'deliveries', 'field_corrections', 'inquiries', 'purchases', 'reply_tasks', 'retention_holds', 'subscriptions'] loop
    execute format('create policy assigned_rows on %I as restrictive for select to klarpost_app
      using ((select (app_assigned_to() is null)::int) <> 0 or contact_id in (select unnest(app_assigned_contacts())))', t);
  end loop;
  foreach t in array array['intake_records', 'unknown_messages'] loop
    execute format('create policy assigned_rows on %I as restrictive for select to klarpost_app using ((select (app_assigned_to() is null)::int) <> 0)', t);
  end loop;
end $$;
create policy assigned_rows on contact_pairs as restrictive for select to klarpost_app
  using ((select (app_assigned_to() is null)::int) <> 0
    or (first_id in (select unnest(app_assigned_contacts())) and second_id in (select unnest(app_assigned_contacts()))));
create policy assigned_rows on contact_merges as restrictive for select to klarpost_app
  using ((select (app_assigned_to() is null)::int) <> 0 or kept_id in (select unnest(app_assigned_contacts())));
