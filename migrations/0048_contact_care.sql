-- Each own field has its own origin (DSR-03): what came as one origin for all of them becomes one for each.
update contacts c set origins = (c.origins - 'custom') || coalesce(
    (select jsonb_object_agg('custom.' || k.key, c.origins -> 'custom') from jsonb_object_keys(c.custom) k(key)
      where not jsonb_exists(c.origins, 'custom.' || k.key)), '{}')
  where jsonb_exists(c.origins, 'custom');

-- A file of the core system that was taken back: its records are gone, or their old values are back.
alter table core_imports add column undone_at timestamptz, add column undone_by text;

-- What a merge of two contacts needs to be taken back, for seven days. Sealed with the instance's key; it goes with either person.
create table contact_merges (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'mrg_' || replace(gen_random_uuid()::text, '-', ''),
  kept_id bigint not null,
  gone_id bigint not null,
  -- The address of the contact that went, to find the row by when its person is erased.
  gone_email_normalised text not null,
  sealed bytea not null,
  merged_by text not null,
  merged_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, kept_id) references contacts (account_id, id) on delete cascade
);
create index contact_merges_kept on contact_merges (account_id, kept_id);
create index contact_merges_gone on contact_merges (account_id, gone_email_normalised);
create index contact_merges_old on contact_merges (account_id, merged_at);
select protect_table('contact_merges', 'select, insert, delete');

-- The rows a merge will move, by their keys, and those it will delete, as they are. Deliveries and measured mails nobody
-- else may look into, hence the owner's rights.
create function merge_snapshot(kept bigint, gone bigint, same_address boolean) returns jsonb
language plpgsql stable security definer set search_path = public as $$
declare
  acc constant int := app_account();
  target text;
  ids jsonb;
  found jsonb := '{}';
begin
  foreach target in array array['deliveries', 'purchases', 'correspondence_mails', 'inquiries', 'reply_tasks', 'contact_notes', 'consent_requests', 'suppressions'] loop
    execute format('select coalesce(jsonb_agg(t.id), ''[]'') from %I t where t.account_id = $1 and t.contact_id = $2', target) into ids using acc, gone;
    found := found || jsonb_build_object(target, ids);
  end loop;
  return found || jsonb_build_object(
    'contact', (select to_jsonb(c) from contacts c where c.account_id = acc and c.id = gone),
    'import_lines', (select coalesce(jsonb_agg(jsonb_build_array(l.import_id, l.line)), '[]') from import_lines l where l.account_id = acc and l.contact_id = gone),
    'bounce_series', (select coalesce(jsonb_agg(encode(b.address_hash, 'hex')), '[]') from bounce_series b where b.account_id = acc and b.contact_id = gone),
    'subscriptions', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from subscriptions s where s.account_id = acc and s.contact_id = gone),
    'preference_links', (select coalesce(jsonb_agg(l.id), '[]') from preference_links l where same_address and l.account_id = acc and l.contact_id = gone),
    'tags', (select coalesce(jsonb_agg(jsonb_build_object('tag', g.tag_id, 'at', g.at, 'both', k.tag_id is not null)), '[]')
      from contact_tagged g left join contact_tagged k on k.account_id = acc and k.contact_id = kept and k.tag_id = g.tag_id
      where g.account_id = acc and g.contact_id = gone));
end $$;

-- Takes a merge back: the contact stands again with its rows. What was measured under another address is gone for good; a
-- subscription comes back as it was unless the address has a newer one.
create function unmerge_contact(kept bigint, gone bigint, same_address boolean, snapshot jsonb) returns void
language plpgsql security definer set search_path = public as $$
declare
  acc constant int := app_account();
  target text;
begin
  -- An adviser who left in the meantime looks after nobody any more.
  insert into contacts overriding system value
    select r.* from jsonb_populate_record(null::contacts, (snapshot -> 'contact') || jsonb_build_object('responsible_id',
      (select o.id from operators o where o.id = (snapshot -> 'contact' ->> 'responsible_id')::bigint))) r
    where r.account_id = acc and r.id = gone;

  update deliveries d set contact_id = gone from jsonb_array_elements_text(snapshot -> 'deliveries') k(id)
    where d.account_id = acc and d.id = k.id::bigint and (d.contact_id = kept or d.contact_id is null);
  update measured_deliveries m set contact_id = gone from jsonb_array_elements_text(snapshot -> 'deliveries') k(id)
    where m.account_id = acc and m.delivery_id = k.id::bigint and m.contact_id = kept;
  foreach target in array array['purchases', 'correspondence_mails', 'inquiries', 'reply_tasks', 'contact_notes', 'suppressions', 'preference_links'] loop
    execute format('update %I t set contact_id = $1 from jsonb_array_elements_text($2 -> $3) k(id) where t.account_id = $4 and t.id = k.id::bigint and t.contact_id = $5', target)
      using gone, snapshot, target, acc, kept;
  end loop;
  update consent_requests r set contact_id = gone from jsonb_array_elements_text(snapshot -> 'consent_requests') k(id)
    where r.account_id = acc and r.id = k.id::bigint and (r.contact_id = kept or r.contact_id is null);
  update import_lines l set contact_id = gone from jsonb_array_elements(snapshot -> 'import_lines') k(id)
    where l.account_id = acc and l.import_id = (k.id ->> 0)::bigint and l.line = (k.id ->> 1)::int and l.contact_id = kept;
  update bounce_series b set contact_id = gone from jsonb_array_elements_text(snapshot -> 'bounce_series') k(hash)
    where b.account_id = acc and b.address_hash = decode(k.hash, 'hex') and (b.contact_id = kept or b.contact_id is null);

  if same_address then
    update subscriptions s set contact_id = gone from jsonb_populate_recordset(null::subscriptions, snapshot -> 'subscriptions') k
      where s.account_id = acc and s.list_id = k.list_id and s.email_normalised = k.email_normalised and s.contact_id = kept;
  else
    insert into subscriptions select k.* from jsonb_populate_recordset(null::subscriptions, snapshot -> 'subscriptions') k
      where k.account_id = acc and k.contact_id = gone on conflict do nothing;
  end if;

  delete from contact_tagged t using jsonb_array_elements(snapshot -> 'tags') k(tag)
    where t.account_id = acc and t.contact_id = kept and t.tag_id = (k.tag ->> 'tag')::bigint and not (k.tag ->> 'both')::boolean
      and t.at = (k.tag ->> 'at')::timestamptz;
  insert into contact_tagged (account_id, tag_id, contact_id, at)
    select acc, t.id, gone, (k.tag ->> 'at')::timestamptz from jsonb_array_elements(snapshot -> 'tags') k(tag)
    join contact_tags t on t.account_id = acc and t.id = (k.tag ->> 'tag')::bigint;
end $$;
revoke execute on function merge_snapshot, unmerge_contact from public;
grant execute on function merge_snapshot, unmerge_contact to klarpost_app;
