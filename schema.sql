-- The database on one page. Generated from the migrations by scripts/schema.ts; do not edit.
-- Under each table: indexes, triggers, policies of row-level security, and who may do what.

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_archive(archive_slug text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT a.account_id FROM list_archives a WHERE (a.slug = account_of_archive.archive_slug));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_confirmation(hash bytea)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT a.account_id FROM confirmed_addresses a WHERE (a.token_hash = account_of_confirmation.hash));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_form(form_public_id text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT f.account_id FROM forms f WHERE (f.public_id = account_of_form.form_public_id));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_image(image_key text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT f.account_id FROM image_files f WHERE (f.key = account_of_image.image_key));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_preference_link(link_token_hash bytea)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT l.account_id FROM preference_links l WHERE (l.token_hash = account_of_preference_link.link_token_hash));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_request(request_token_hash bytea)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT r.account_id FROM consent_requests r WHERE (r.token_hash = account_of_request.request_token_hash));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_request_form(wanted text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT accounts.id FROM accounts WHERE (accounts.public_id = account_of_request_form.wanted));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_test_look(hash bytea)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT t.account_id FROM test_mail_looks t WHERE (t.token_hash = account_of_test_look.hash));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_web_view(view_key text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT m.account_id FROM mailings m WHERE (m.web_view_key = account_of_web_view.view_key));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.account_of_wording_version(version_public_id text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT v.account_id FROM wording_versions v WHERE (v.public_id = account_of_wording_version.version_public_id));

-- may be called by klarpost_worker
CREATE OR REPLACE FUNCTION public.accounts_with_due_links(due timestamp with time zone)
 RETURNS SETOF integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT l.account_id
    FROM preference_links l
   WHERE (l.expires_at <= accounts_with_due_links.due);
END;

-- may be called by klarpost_worker
CREATE OR REPLACE FUNCTION public.accounts_with_due_requests(due timestamp with time zone, now_at timestamp with time zone)
 RETURNS SETOF integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT r.account_id
    FROM consent_requests r
   WHERE ((r.email IS NOT NULL) AND (r.expires_at <= accounts_with_due_requests.due))
 UNION
  SELECT c.account_id
    FROM rate_counters c
   WHERE (c.expires_at <= accounts_with_due_requests.now_at);
END;

CREATE OR REPLACE FUNCTION public.address_number(email text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN hashtextextended(email, (0)::bigint);

CREATE OR REPLACE FUNCTION public.app_account()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.account'::text, true), ''::text))::integer;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.app_assigned_contacts()
 RETURNS bigint[]
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN ARRAY(SELECT c.id FROM contacts c WHERE ((c.account_id = app_account()) AND (c.responsible_id = app_assigned_to())));

CREATE OR REPLACE FUNCTION public.app_assigned_to()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.assigned_to'::text, true), ''::text))::bigint;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.app_hidden_contacts()
 RETURNS bigint[]
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN CASE WHEN (COALESCE(current_setting('app.hides_restricted'::text, true), ''::text) = 'on'::text) THEN app_restricted_contacts() ELSE '{}'::bigint[] END;

CREATE OR REPLACE FUNCTION public.app_hides_restricted()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (COALESCE(current_setting('app.hides_restricted'::text, true), ''::text) = 'on'::text);

CREATE OR REPLACE FUNCTION public.app_instance()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (COALESCE(current_setting('app.instance'::text, true), ''::text) = 'on'::text);

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.app_is_locked_address(address text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (EXISTS (SELECT 1 FROM contacts c WHERE ((c.account_id = app_account()) AND (c.pot = 'newsletter'::text) AND (c.email_normalised = app_is_locked_address.address) AND (c.restricted_at IS NOT NULL))));

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.app_restricted_contacts()
 RETURNS bigint[]
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN ARRAY(SELECT c.id FROM contacts c WHERE ((c.account_id = app_account()) AND (c.restricted_at IS NOT NULL)));

CREATE OR REPLACE FUNCTION public.contact_origin(stored jsonb, field text)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE((stored -> field), CASE WHEN (POSITION((((' '::text || field) || ' '::text)) IN (((' '::text || ((stored -> '*'::text) ->> 'for'::text)) || ' '::text))) > 0) THEN (stored -> '*'::text) ELSE NULL::jsonb END);

CREATE OR REPLACE FUNCTION public.contact_origins(stored jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  shared jsonb := stored -> '*';
begin
  if shared is null then
    return stored;
  end if;
  return (select jsonb_object_agg(n.name, shared - 'for') from unnest(string_to_array(shared ->> 'for', ' ')) as n(name))
    || (stored - '*');
end $function$;

CREATE OR REPLACE FUNCTION public.contact_raw_value(field bigint, key text, custom jsonb, first_name text, last_name text, company text, title text, email text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE field WHEN '-1'::integer THEN first_name WHEN '-2'::integer THEN last_name WHEN '-3'::integer THEN company WHEN '-4'::integer THEN title WHEN '-5'::integer THEN split_part(email, '@'::text, '-1'::integer) ELSE (custom ->> key) END;

CREATE OR REPLACE FUNCTION public.contact_value_of(type text, value text)
 RETURNS TABLE(text_value text, number_value double precision, date_value date, day_value smallint)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT "left"(segment_fold(p.part), 600) AS "left",
         CASE
             WHEN ((contact_value_of.type = 'number'::text) AND (p.part ~ '^-?\d{1,18}(\.\d{1,12})?$'::text)) THEN (p.part)::double precision
             ELSE NULL::double precision
         END AS "case",
         CASE
             WHEN ((contact_value_of.type = 'date'::text) AND ((p.part ~ '^[1-9]\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))$'::text) OR ((p.part ~ '^[1-9]\d{3}-02-29$'::text) AND (((substr(p.part, 1, 4))::integer % 4) = 0) AND ((((substr(p.part, 1, 4))::integer % 100) <> 0) OR (((substr(p.part, 1, 4))::integer % 400) = 0))))) THEN (p.part)::date
             ELSE NULL::date
         END AS "case",
         CASE
             WHEN ((contact_value_of.type = 'date'::text) AND (p.part ~ '^([1-9]\d{3}|-)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'::text)) THEN ((substr("right"(p.part, 5), 1, 2) || "right"(p.part, 2)))::smallint
             ELSE NULL::smallint
         END AS "case"
    FROM ( SELECT contact_value_of.value AS part
           WHERE (contact_value_of.type <> 'choices'::text)
         UNION ALL
          SELECT replace(replace(m.m[1], '\"'::text, '"'::text), '\\'::text, '\'::text) AS replace
            FROM regexp_matches(contact_value_of.value, '"((?:[^"\\]|\\.)*)"'::text, 'g'::text) m(m)
           WHERE (contact_value_of.type = 'choices'::text)) p
   WHERE (p.part <> ''::text);
END;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.contact_values_follow()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if not exists (select 1 from segment_fields) then return null; end if;
  if tg_op = 'DELETE' then
    delete from contact_values v using former o, segment_fields f
    where f.account_id = o.account_id and v.account_id = o.account_id and v.field_id = f.field_id and v.contact_id = o.id;
    return null;
  end if;
  if tg_op = 'UPDATE' then
    delete from contact_values v using changed n, former o, segment_fields f
    where o.account_id = n.account_id and o.id = n.id and f.account_id = n.account_id
      and v.account_id = n.account_id and v.contact_id = n.id and v.field_id = f.field_id
      and contact_raw_value(f.field_id, f.key, n.custom, n.first_name, n.last_name, n.company, n.title, n.email_normalised)
        is distinct from contact_raw_value(f.field_id, f.key, o.custom, o.first_name, o.last_name, o.company, o.title, o.email_normalised);
    insert into contact_values (account_id, contact_id, field_id, text_value, number_value, date_value, day_value)
    select n.account_id, n.id, f.field_id, v.text_value, v.number_value, v.date_value, v.day_value
    from changed n join former o on o.account_id = n.account_id and o.id = n.id join segment_fields f on f.account_id = n.account_id,
      lateral (select contact_raw_value(f.field_id, f.key, n.custom, n.first_name, n.last_name, n.company, n.title, n.email_normalised) as value) r,
      lateral contact_value_of(f.type, r.value) v
    where r.value is distinct from contact_raw_value(f.field_id, f.key, o.custom, o.first_name, o.last_name, o.company, o.title, o.email_normalised)
    on conflict do nothing;
    return null;
  end if;
  insert into contact_values (account_id, contact_id, field_id, text_value, number_value, date_value, day_value)
  select n.account_id, n.id, f.field_id, v.text_value, v.number_value, v.date_value, v.day_value
  from changed n join segment_fields f on f.account_id = n.account_id,
    lateral contact_value_of(f.type, contact_raw_value(f.field_id, f.key, n.custom, n.first_name, n.last_name, n.company, n.title, n.email_normalised)) v
  on conflict do nothing;
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.contacts_note_facts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.forget_measured_before()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  with gone as (
    delete from measured_deliveries d
     where d.account_id = new.account_id and d.email_normalised = new.email_normalised
    returning d.delivery_id
  )
  delete from personal_events e using gone where e.account_id = new.account_id and e.delivery_id = gone.delivery_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.guard_final_outcome()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.final and not new.final and old.outcome = 'uncertain' and exists (
    select 1 from uncertain_decisions d where d.account_id = old.account_id and d.delivery_id = old.delivery_id and d.attempt = old.attempt) then
    return new;
  end if;
  raise exception 'The outcome of delivery % is final.', old.delivery_id using errcode = 'check_violation';
end $function$;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.has_accounts_below()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT (EXISTS (SELECT 1 FROM accounts a WHERE (a.parent_account_id = app_account()))) AS "exists");

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.import_lines_refer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (select from (select distinct n.account_id, n.import_id from added n) d
             where not exists (select from imports i where i.account_id = d.account_id and i.id = d.import_id offset 0)) then
    raise foreign_key_violation using message = 'A line refers to an import that does not exist.', table = 'import_lines';
  end if;
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.imports_take_lines()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from import_lines l using gone g where l.account_id = g.account_id and l.import_id = g.id;
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.journal_lifted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into erasure_journal (account_id, kind, address_hash, scope, list_id, origin, pending)
    select s.account_id, 'lifted', s.address_hash, s.scope, s.list_id, s.origin,
      case when s.address_hash is null then jsonb_strip_nulls(jsonb_build_object('contactId', s.contact_id, 'source', s.source_system, 'number', s.person_number)) end
    from after s join before b on b.account_id = s.account_id and b.id = s.id
    where s.domain is null and b.lifted_at is null and s.lifted_at is not null;
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.journal_restricted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into erasure_journal (account_id, kind, address_hash, pending)
    values (new.account_id, case when new.restricted_at is null then 'unrestricted' else 'restricted' end, new.address_hash, jsonb_build_object('contactId', new.id));
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.journal_suppressed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into erasure_journal (account_id, kind, address_hash, scope, list_id, origin, pending)
    select s.account_id, 'suppressed', s.address_hash, s.scope, s.list_id, s.origin,
      case when s.address_hash is null then jsonb_strip_nulls(jsonb_build_object('contactId', s.contact_id, 'source', s.source_system, 'number', s.person_number)) end
    from added s where s.domain is null;
  return null;
end $function$;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.known_addresses(emails text[], hashes bytea[], lists bigint[])
 RETURNS SETOF text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_material TO 'off'
AS $function$
declare
  acc constant int := app_account();
begin
  return query select u.email from unnest(emails, hashes) as u(email, hash)
    where exists (select 1 from contacts c where c.account_id = acc and c.email_normalised = u.email offset 0)
      or exists (select 1 from subscriptions s where s.account_id = acc and s.list_id = any(lists) and s.email_normalised = u.email offset 0)
      or ((select exists (select 1 from profiling_permissions p where p.account_id = acc))
        and exists (select 1 from profiling_permissions p where p.account_id = acc and p.email_normalised = u.email offset 0))
      or ((select exists (select 1 from suppressions s where s.account_id = acc and s.lifted_at is null)) and (
        exists (select 1 from suppressions s where s.account_id = acc and s.lifted_at is null and s.address_hash = u.hash offset 0)
        or exists (select 1 from suppressions s where s.account_id = acc and s.lifted_at is null and s.email_normalised = u.email offset 0)
        or exists (select 1 from suppressions s where s.account_id = acc and s.lifted_at is null and s.domain is not null
          and (s.domain like '*.%' or s.domain = split_part(u.email, '@', -1)) offset 0)));
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.ledger_enqueue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into ledger_queue (account_id, entry_id) select account_id, id from added;
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.ledger_leaves_refer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (select from added n
             where not exists (select from ledger_entries e where e.account_id = n.account_id and e.id = n.entry_id offset 0)) then
    raise foreign_key_violation using message = 'A leaf refers to an entry that does not exist.', table = 'ledger_leaves';
  end if;
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.ledger_payloads_refer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
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
end $function$;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.merge_contact(kept bigint, gone bigint, same_address boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  acc constant int := app_account();
  target text;
  moved int;
  counts jsonb := '{}';
begin
  update deliveries d set contact_id = kept where d.account_id = acc and d.contact_id = gone
    and (d.run_id is null or not exists (select 1 from deliveries o where o.account_id = acc and o.run_id = d.run_id and o.contact_id = kept));
  get diagnostics moved = row_count;
  counts := counts || jsonb_build_object('deliveries', moved);
  update deliveries d set contact_id = null where d.account_id = acc and d.contact_id = gone;

  foreach target in array array['purchases', 'correspondence_mails', 'inquiries', 'import_lines', 'reply_tasks', 'contact_notes'] loop
    execute format('update %I t set contact_id = $1 where t.account_id = $2 and t.contact_id = $3', target) using kept, acc, gone;
    get diagnostics moved = row_count;
    counts := counts || jsonb_build_object(target, moved);
  end loop;

  if same_address then
    foreach target in array array['subscriptions', 'measured_deliveries', 'consent_requests', 'preference_links', 'bounce_series'] loop
      execute format('update %I t set contact_id = $1 where t.account_id = $2 and t.contact_id = $3', target) using kept, acc, gone;
      get diagnostics moved = row_count;
      counts := counts || jsonb_build_object(target, moved);
    end loop;
  else
    delete from measured_deliveries m where m.account_id = acc and m.contact_id = gone;
    delete from subscriptions s where s.account_id = acc and s.contact_id = gone;
    delete from preference_links l where l.account_id = acc and l.contact_id = gone;
    update bounce_series b set contact_id = null where b.account_id = acc and b.contact_id = gone;
    update consent_requests r set contact_id = null where r.account_id = acc and r.contact_id = gone;
  end if;

  insert into contact_tagged (account_id, tag_id, contact_id, at)
    select acc, g.tag_id, kept, g.at from contact_tagged g where g.account_id = acc and g.contact_id = gone on conflict do nothing;
  get diagnostics moved = row_count;
  counts := counts || jsonb_build_object('contact_tagged', moved);
  -- What blocks the one blocks the other.
  update suppressions x set contact_id = kept where x.account_id = acc and x.contact_id = gone
    and not exists (select 1 from suppressions o where o.account_id = acc and o.contact_id = kept and o.scope = x.scope and o.lifted_at is null);
  get diagnostics moved = row_count;
  counts := counts || jsonb_build_object('suppressions', moved);
  delete from contacts c where c.account_id = acc and c.id = gone;
  return counts;
end $function$;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.merge_snapshot(kept bigint, gone bigint, same_address boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.own_roles(account integer, held text[])
 RETURNS jsonb
 LANGUAGE sql
 STABLE
RETURN COALESCE((SELECT jsonb_agg(jsonb_build_object('id', r.public_id, 'name', r.name, 'template', r.template, 'permissions', r.permissions) ORDER BY (lower(r.name)), r.id) AS jsonb_agg FROM account_roles r WHERE ((r.account_id = own_roles.account) AND (r.public_id = ANY (own_roles.held)))), '[]'::jsonb);

-- may be called by klarpost_app, klarpost_retention
CREATE OR REPLACE FUNCTION public.person_held(account integer, contact bigint, email text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (EXISTS (SELECT 1 FROM retention_holds h WHERE ((h.account_id = person_held.account) AND (h.ended_at IS NULL) AND (h.scope = 'person'::text) AND ((h.contact_id = person_held.contact) OR (h.email_normalised = person_held.email)))));

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.profiling_permissions_note_facts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.protect_table(target regclass, app_rights text, worker_rights text DEFAULT ''::text, retention_rights text DEFAULT 'select, delete'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy account_rows on %s to klarpost_app, klarpost_retention using (account_id = app_account()) with check (account_id = app_account())', target);
  execute format('grant %s on %s to klarpost_app', app_rights, target);
  if retention_rights <> '' then
    execute format('grant %s on %s to klarpost_retention', retention_rights, target);
  end if;
  if worker_rights <> '' then
    execute format('create policy worker_rows on %s to klarpost_worker using (true) with check (true)', target);
    execute format('grant %s on %s to klarpost_worker', worker_rights, target);
  end if;
end $function$;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.record_conversion(goal bigint, mailing bigint, delivery bigint, link_no smallint, click_no bigint, clicked timestamp with time zone, at timestamp with time zone, value bigint)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 WITH stored AS (
          INSERT INTO conversions (account_id, delivery_id, goal_id, click, mailing_id, link, hour, value_cents)  SELECT d.account_id,
                     d.delivery_id,
                     o.id,
                     record_conversion.click_no AS click_no,
                     d.mailing_id,
                     record_conversion.link_no AS link_no,
                     date_trunc('hour'::text, record_conversion.at) AS date_trunc,
                     COALESCE(record_conversion.value, o.value_cents) AS "coalesce"
                    FROM (((measured_deliveries d
                      JOIN goals o ON (((o.account_id = d.account_id) AND (o.id = record_conversion.goal) AND (o.archived_at IS NULL))))
                      JOIN contacts c ON (((c.account_id = d.account_id) AND (c.id = d.contact_id) AND (c.restricted_at IS NULL))))
                      JOIN profiling_granted g ON (((g.account_id = d.account_id) AND (g.email_normalised = d.email_normalised))))
                   WHERE ((d.account_id = app_account()) AND (d.delivery_id = record_conversion.delivery) AND (d.mailing_id = record_conversion.mailing) AND ('click'::text = ANY (g.techniques)) AND ('form_use'::text = ANY (g.techniques)) AND (record_conversion.at >= record_conversion.clicked) AND (record_conversion.at < (record_conversion.clicked + make_interval(days => (o.window_days)::integer))) AND (EXISTS ( SELECT 1
                            FROM personal_events e
                           WHERE ((e.account_id = d.account_id) AND (e.delivery_id = d.delivery_id) AND (e.link = record_conversion.link_no) AND (e.hour = date_trunc('hour'::text, record_conversion.clicked)) AND (e.agent = ANY (ARRAY[0, 9])))))) ON CONFLICT DO NOTHING
           RETURNING 1 AS "?column?"
         )
  SELECT (EXISTS ( SELECT 1
            FROM stored)) AS "exists";
END;

-- may be called by klarpost_worker
CREATE OR REPLACE FUNCTION public.record_personal_hits(accounts integer[], mailings bigint[], delivery_ids bigint[], links smallint[], agents smallint[], times timestamp with time zone[])
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 WITH hit AS (
          SELECT h.account_id,
             h.mailing_id,
             h.delivery_id,
             h.link,
             h.agent,
             h.at,
             h.n
            FROM UNNEST(record_personal_hits.accounts, record_personal_hits.mailings, record_personal_hits.delivery_ids, record_personal_hits.links, record_personal_hits.agents, record_personal_hits.times) WITH ORDINALITY h(account_id, mailing_id, delivery_id, link, agent, at, n)
         ), judged AS MATERIALIZED (
          SELECT h.account_id,
             h.mailing_id,
             h.delivery_id,
             h.link,
             h.at,
             h.n,
                 CASE
                     WHEN (h.agent <> ALL (ARRAY[0, 9])) THEN h.agent
                     WHEN ((h.account_id, h.delivery_id) IN ( SELECT b.account_id,
                         b.delivery_id
                        FROM hit b
                       WHERE (b.link = 1023))) THEN (8)::smallint
                     WHEN (EXISTS ( SELECT 1
                        FROM personal_events p
                       WHERE ((p.account_id = h.account_id) AND (p.delivery_id = h.delivery_id) AND (p.link = 1023) AND (p.hour = ANY (ARRAY[date_trunc('hour'::text, h.at), date_trunc('hour'::text, (h.at - '00:01:00'::interval))]))))) THEN (8)::smallint
                     WHEN (h.at < (d.handed_over_at + '00:00:03'::interval)) THEN (7)::smallint
                     ELSE h.agent
                 END AS agent,
                 CASE
                     WHEN ((m.mailing_id IS NULL) OR (m.closed_at IS NOT NULL) OR (h.at >= m.closes_at)) THEN 'c'::text
                     WHEN (d.delivery_id IS NULL) THEN 'n'::text
                     WHEN (c.id IS NULL) THEN 'e'::text
                     WHEN (c.restricted_at IS NOT NULL) THEN 'r'::text
                     WHEN (g.email_normalised IS NULL) THEN 'p'::text
                     WHEN (
                     CASE
                         WHEN (h.link = 0) THEN 'open'::text
                         ELSE 'click'::text
                     END <> ALL (g.techniques)) THEN 't'::text
                     ELSE 's'::text
                 END AS verdict
            FROM ((((hit h
              LEFT JOIN measured_mailings m ON (((m.account_id = h.account_id) AND (m.mailing_id = h.mailing_id))))
              LEFT JOIN measured_deliveries d ON (((d.account_id = h.account_id) AND (d.delivery_id = h.delivery_id) AND (d.mailing_id = h.mailing_id))))
              LEFT JOIN contacts c ON (((c.account_id = d.account_id) AND (c.id = d.contact_id))))
              LEFT JOIN profiling_granted g ON (((g.account_id = d.account_id) AND (g.email_normalised = d.email_normalised))))
         ), stored AS (
          INSERT INTO personal_events (account_id, mailing_id, delivery_id, link, hour, agent)  SELECT j_1.account_id,
                     j_1.mailing_id,
                     j_1.delivery_id,
                     j_1.link,
                     date_trunc('hour'::text, j_1.at) AS date_trunc,
                     j_1.agent
                    FROM judged j_1
                   WHERE (j_1.verdict = 's'::text)
         ), telling AS MATERIALIZED (
          SELECT j_1.account_id,
             j_1.delivery_id,
             max(j_1.agent) AS agent,
             min(date_trunc('hour'::text, (j_1.at - '00:01:00'::interval))) AS since,
             max(date_trunc('hour'::text, j_1.at)) AS until
            FROM judged j_1
           WHERE ((j_1.verdict = 's'::text) AND ((j_1.link = 1023) OR ((j_1.agent = 7) AND (j_1.link > 0))))
           GROUP BY j_1.account_id, j_1.delivery_id
         ), found AS MATERIALIZED (
          SELECT e.ctid AS place,
             t.agent
            FROM (telling t
              JOIN personal_events e ON (((e.account_id = t.account_id) AND (e.delivery_id = t.delivery_id) AND ((e.hour >= t.since) AND (e.hour <= t.until)) AND (e.agent = ANY (ARRAY[0, 9])) AND ((t.agent = 8) OR (e.link > 0)))))
          FOR UPDATE OF e SKIP LOCKED
         ), turned AS (
          UPDATE personal_events e SET agent = f.agent
            FROM found f
           WHERE (e.ctid = f.place)
         )
  SELECT string_agg(j.verdict, ''::text ORDER BY j.n) AS string_agg
    FROM judged j;
END;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.report_snapshots_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  with stale as (
    select s.account_id, s.mailing_id from report_snapshots s
    where (s.account_id, s.mailing_id) in (select g.account_id, g.mailing_id from gone g)
    order by s.account_id, s.mailing_id for update)
  update report_snapshots s set changes = s.changes + 1 from stale t where s.account_id = t.account_id and s.mailing_id = t.mailing_id;
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.report_snapshots_restricted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  with stale as (
    select s.account_id, s.mailing_id from report_snapshots s
    where (s.account_id, s.mailing_id) in (
      select d.account_id, d.mailing_id from measured_deliveries d where d.account_id = new.account_id and d.email_normalised = new.email_normalised)
    order by s.account_id, s.mailing_id for update)
  update report_snapshots s set changes = s.changes + 1 from stale t where s.account_id = t.account_id and s.mailing_id = t.mailing_id;
  return null;
end $function$;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.search_contacts(email_prefix text, sort_prefix text, max_rows integer)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
( SELECT c.id
    FROM contacts c
   WHERE ((c.account_id = app_account()) AND (c.email_normalised ~>=~ search_contacts.email_prefix) AND (c.email_normalised ~<~ (search_contacts.email_prefix || chr(1114111))))
  LIMIT search_contacts.max_rows)
 UNION
 ( SELECT c.id
    FROM contacts c
   WHERE ((c.account_id = app_account()) AND (c.sort_key >= search_contacts.sort_prefix) AND (c.sort_key < (search_contacts.sort_prefix || chr(1114111))))
  LIMIT search_contacts.max_rows);
END;

CREATE OR REPLACE FUNCTION public.segment_fold(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN translate(lower((value COLLATE "C")), 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ'::text, 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżž'::text);

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.shared_templates()
 RETURNS SETOF templates
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT t.account_id,
     t.id,
     t.public_id,
     t.name,
     t.description,
     t.locale,
     t.subject,
     t.preheader,
     t.source_kind,
     t.source,
     t.html,
     t.is_shared,
     t.revision,
     t.created_at,
     t.updated_at
    FROM (templates t
      JOIN accounts a ON (((a.id = app_account()) AND (t.account_id = a.parent_account_id))))
   WHERE t.is_shared;
END;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.subscriptions_note_facts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.subscriptions_refer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if exists (select from (select distinct n.account_id, n.list_id from added n) d
             where not exists (select from lists l where l.account_id = d.account_id and l.id = d.list_id offset 0)) then
    raise foreign_key_violation using message = 'A subscription refers to a list that does not exist.', table = 'subscriptions';
  end if;
  return null;
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.subscriptions_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise foreign_key_violation using message = 'A subscription does not move to another list.', table = 'subscriptions';
end $function$;

-- may be called by its owner only
CREATE OR REPLACE FUNCTION public.suppressions_note_facts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.take_ids(target text, amount integer)
 RETURNS bytea
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  sequence regclass;
begin
  if target not in ('contacts', 'ledger_entries', 'ledger_subjects') then
    raise invalid_parameter_value using message = 'There are no ids to take of ' || coalesce(target, 'nothing') || '.';
  end if;
  sequence := pg_get_serial_sequence(target, 'id')::regclass;
  return (select string_agg(int8send(nextval(sequence)), ''::bytea) from generate_series(1, amount));
end $function$;

-- may be called by klarpost_worker
CREATE OR REPLACE FUNCTION public.turn_honeypot_hours(since timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 WITH found AS MATERIALIZED (
          SELECT e_1.ctid AS place
            FROM (personal_events p
              JOIN personal_events e_1 ON (((e_1.account_id = p.account_id) AND (e_1.delivery_id = p.delivery_id) AND (e_1.hour = p.hour) AND (e_1.agent = ANY (ARRAY[0, 9])))))
           WHERE ((p.link = 1023) AND (p.hour >= turn_honeypot_hours.since))
          FOR UPDATE OF e_1 SKIP LOCKED
         )
  UPDATE personal_events e SET agent = 8
    FROM found f
   WHERE (e.ctid = f.place);
END;

-- may be called by klarpost_app
CREATE OR REPLACE FUNCTION public.unmerge_contact(kept bigint, gone bigint, same_address boolean, snapshot jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

create view profiling_granted as
 SELECT p.account_id,
    p.email_normalised,
    w.techniques,
    w.channels
   FROM (profiling_permissions p
     JOIN wording_versions w ON (((w.account_id = p.account_id) AND (w.id = p.wording_version_id))))
  WHERE ((p.state = 'granted'::text) AND (NOT (EXISTS ( SELECT 1
           FROM contacts c
          WHERE ((c.account_id = p.account_id) AND (c.email_normalised = p.email_normalised) AND (c.pot = 'newsletter'::text) AND ((c.id <> ALL (p.contact_ids)) OR (c.restricted_at IS NOT NULL)))))))
UNION ALL
 SELECT r.account_id,
    r.measured_as AS email_normalised,
    ARRAY['open'::text, 'click'::text] AS techniques,
    ARRAY['campaign'::text] AS channels
   FROM core_records r
  WHERE (r.profiling AND (r.unsubscribed_at IS NULL));
grant select on profiling_granted to klarpost_worker;

create table account_hosts (
  account_id integer not null,
  host text not null,
  kind text not null,
  created_at timestamptz default now() not null,
  primary key (host, kind),
  foreign key (account_id) references accounts(id),
  check (kind in ('pages', 'track'))
);
-- policy account_rows for all to klarpost_app using (((account_id = app_account()) OR app_instance())) with check (((account_id = app_account()) OR app_instance()))
-- grant insert, select to klarpost_app
-- row-level security

create table account_roles (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('rol_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  description text default '' not null,
  template text not null,
  permissions text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id),
  unique (public_id),
  foreign key (account_id) references accounts(id)
);
-- unique index account_roles_name (account_id, lower(name))
-- policy instance_rows for all to klarpost_app using ((app_instance() OR (account_id = app_account()))) with check ((app_instance() OR (account_id = app_account())))
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table accounts (
  id integer generated always as identity not null,
  public_id text default ('acc_' || replace((gen_random_uuid())::text, '-', '')) not null,
  parent_account_id integer,
  name text not null,
  legal_form text,
  mode text default 'sandbox' not null,
  locale text default 'de' not null,
  timezone text default 'Europe/Berlin' not null,
  imprint jsonb default '{}' not null,
  privacy jsonb default '{}' not null,
  processing jsonb default '{}' not null,
  theme jsonb default '{}' not null,
  responsibility jsonb,
  counting_level text default 'none' not null,
  counting_choice jsonb,
  k_min integer default 10 not null,
  settings jsonb default '{}' not null,
  suspended_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  complaints_address text,
  counting_assessment jsonb,
  primary key (id),
  unique (public_id),
  foreign key (parent_account_id) references accounts(id),
  check ((k_min >= 5) AND (k_min <= 100)),
  check ((length(complaints_address) >= 3) AND (length(complaints_address) <= 254)),
  check (counting_level in ('none', 'clicks_only', 'shared', 'unique')),
  check (locale in ('de', 'en')),
  check (mode in ('sandbox', 'live'))
);
-- policy own_account for all to klarpost_app, klarpost_retention using (((id = app_account()) OR app_instance())) with check (((id = app_account()) OR app_instance()))
-- policy worker_rows for select to klarpost_worker using (true)
-- grant insert, select, update to klarpost_app
-- grant select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table alerts (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('alt_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kind text not null,
  state text default 'open' not null,
  operator_id bigint,
  api_key_id bigint,
  who text default '' not null,
  object_id text,
  counted integer not null,
  threshold integer not null,
  detail jsonb default '{}' not null,
  at timestamptz not null,
  seen_at timestamptz not null,
  mailed_at timestamptz,
  decided_by bigint,
  decided_name text,
  decided_at timestamptz,
  word text default '' not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (state in ('open', 'expected', 'incident'))
);
-- unique index alerts_of_object (account_id, kind, object_id) WHERE (object_id IS NOT NULL)
-- index alerts_recent (account_id, kind, seen_at DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table anonymous_totals (
  account_id integer not null,
  mailing_id bigint not null,
  link smallint not null,
  day date not null,
  agent smallint not null,
  hits bigint not null,
  uniques bigint default 0 not null,
  primary key (account_id, mailing_id, link, day, agent)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select, update to klarpost_worker
-- row-level security

create table api_keys (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('key_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  purpose text default '' not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_by bigint,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_on date,
  warned_at timestamptz,
  primary key (account_id, id),
  unique (public_id),
  unique (secret_hash),
  foreign key (account_id) references accounts(id),
  foreign key (created_by) references operators(id) ON DELETE SET NULL
);
-- policy instance_rows for all to klarpost_app using ((app_instance() OR (account_id = app_account()))) with check ((app_instance() OR (account_id = app_account())))
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table audit_entries (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('aud_' || replace((gen_random_uuid())::text, '-', '')) not null,
  at timestamptz default now() not null,
  actor_kind text not null,
  operator_id bigint,
  api_key_id bigint,
  actor_name text not null,
  action text not null,
  object_type text,
  object_id text,
  detail jsonb default '{}' not null,
  before_hash bytea,
  after_hash bytea,
  primary key (account_id, id),
  check (actor_kind in ('operator', 'api_key', 'person', 'system'))
);
-- index audit_by_action (account_id, action, at DESC)
-- index audit_by_object (account_id, object_type, object_id)
-- index audit_by_time (account_id, at DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table backup_runs (
  id bigint generated always as identity not null,
  public_id text default ('bkp_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kind text not null,
  state text not null,
  name text default '' not null,
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  tables integer default 0 not null,
  tables_done integer default 0 not null,
  total_rows bigint default 0 not null,
  bytes bigint default 0 not null,
  error text,
  primary key (id),
  unique (public_id),
  check (kind in ('backup', 'restore_test')),
  check (state in ('running', 'done', 'failed'))
);
-- index backup_runs_recent (kind, id DESC)
-- grant insert, select, update to klarpost_app
-- grant delete, insert, select, update to klarpost_worker
-- NO row-level security

create table backup_settings (
  one boolean default true not null,
  nightly boolean default true not null,
  hour smallint default 2 not null,
  keep_daily smallint default 7 not null,
  keep_weekly smallint default 4 not null,
  keep_monthly smallint default 1 not null,
  max_age_days smallint default 35 not null,
  updated_by text,
  updated_at timestamptz,
  since timestamptz default now() not null,
  primary key (one),
  check ((hour >= 0) AND (hour <= 23)),
  check ((keep_daily >= 1) AND (keep_daily <= 35)),
  check ((keep_monthly >= 0) AND (keep_monthly <= 1)),
  check ((keep_weekly >= 0) AND (keep_weekly <= 5)),
  check ((max_age_days >= 1) AND (max_age_days <= 35)),
  CHECK (one)
);
-- grant select, update to klarpost_app
-- grant select to klarpost_worker
-- NO row-level security

create table bounce_mailings (
  account_id integer not null,
  address_hash bytea not null,
  mailing_key text not null,
  email_normalised text not null,
  delivery_id bigint,
  class text not null,
  unknown_user boolean default false not null,
  code smallint,
  enhanced text,
  meaning text,
  reply text,
  source text,
  mailed_at timestamptz not null,
  at timestamptz not null,
  primary key (account_id, address_hash, mailing_key),
  check (class in ('hard', 'soft', 'neutral', 'accepted')),
  check (source in ('smtp', 'dsn', 'webhook'))
);
-- index bounce_mailings_email (account_id, email_normalised)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table bounce_probes (
  account_id integer not null,
  way text not null,
  sent_at timestamptz not null,
  arrived_at timestamptz,
  primary key (account_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table bounce_series (
  account_id integer not null,
  address_hash bytea not null,
  email_normalised text not null,
  contact_id bigint,
  hard_row integer default 0 not null,
  soft_mailings integer default 0 not null,
  refused_mailings integer default 0 not null,
  last_class text,
  last_meaning text,
  last_code smallint,
  last_enhanced text,
  last_reply text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  counts_from timestamptz,
  on_probation boolean default false not null,
  paused_until timestamptz,
  primary key (account_id, address_hash)
);
-- index bounce_series_email (account_id, email_normalised)
-- index bounce_series_paused (account_id, paused_until) WHERE (paused_until IS NOT NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table brand_kits (
  account_id integer not null,
  headings text not null,
  text text not null,
  buttons text not null,
  logo_width smallint default 160 not null,
  footer text default '' not null,
  social jsonb default '[]' not null,
  updated_at timestamptz default now() not null,
  primary key (account_id),
  check ((logo_width >= 16) AND (logo_width <= 600))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table call_budgets (
  caller text not null,
  calls double precision not null,
  granted integer not null,
  at timestamptz not null,
  primary key (caller)
); -- unlogged
-- index call_budgets_quiet (at)
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_worker
-- row-level security

create table campaigns (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('cmp_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  colour text not null,
  starts_on date,
  ends_on date,
  goal text default '' not null,
  created_at timestamptz default now() not null,
  archived_at timestamptz,
  primary key (account_id, id),
  check ((length(name) >= 1) AND (length(name) <= 120)),
  check (colour in ('pine', 'clay', 'sky', 'plum', 'moss', 'slate')),
  check (ends_on >= starts_on),
  check (length(goal) <= 1000)
);
-- unique index campaigns_name (account_id, lower(name)) WHERE (archived_at IS NULL)
-- unique index campaigns_public (account_id, public_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table category_similarities (
  account_id integer not null,
  purchased_id bigint not null,
  advertised_id bigint not null,
  note text default '' not null,
  decided_by text not null,
  decided_at timestamptz default now() not null,
  primary key (account_id, advertised_id, purchased_id),
  foreign key (account_id, advertised_id) references product_categories(account_id, id),
  foreign key (account_id, purchased_id) references product_categories(account_id, id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table check_answers (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('can_' || replace((gen_random_uuid())::text, '-', '')) not null,
  check_id text not null,
  question_key text not null,
  question jsonb not null,
  evidence text not null,
  answered_by text not null,
  operator_id bigint,
  answered_at timestamptz not null,
  valid_until date not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (operator_id) references operators(id) ON DELETE SET NULL,
  check ((length(evidence) >= 3) AND (length(evidence) <= 2000)),
  check (length(question_key) <= 120)
);
-- index check_answers_of (account_id, check_id, question_key, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table check_changes (
  account_id integer not null,
  id bigint generated always as identity not null,
  check_id text not null,
  status text not null,
  message jsonb not null,
  evidence jsonb not null,
  at timestamptz not null,
  primary key (account_id, id),
  check (status in ('passed', 'failed', 'not_checked', 'not_applicable'))
);
-- index check_changes_of (account_id, check_id, id)
-- index check_changes_old (at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table check_overrides (
  account_id integer not null,
  id bigint generated always as identity not null,
  check_id text not null,
  reason text not null,
  made_by text not null,
  operator_id bigint,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (account_id, id),
  foreign key (operator_id) references operators(id) ON DELETE SET NULL,
  check ((expires_at > made_at) AND (expires_at <= (made_at + '30 days'::interval))),
  check ((length(reason) >= 10) AND (length(reason) <= 1000)),
  check (check_id in ('CHK-18', 'CHK-32'))
);
-- unique index check_overrides_one (account_id, check_id) WHERE (ended_at IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table check_results (
  account_id integer not null,
  check_id text not null,
  status text not null,
  message jsonb default '{}' not null,
  evidence jsonb default '{}' not null,
  checked_at timestamptz default now() not null,
  changed_at timestamptz,
  alarmed_at timestamptz,
  asks jsonb default '[]' not null,
  primary key (account_id, check_id),
  check (status in ('passed', 'failed', 'not_checked', 'not_applicable'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table complaint_reports (
  account_id integer not null,
  id bigint generated always as identity not null,
  domain text not null,
  day date not null,
  complaints integer,
  rate numeric(8,6),
  noted_by text not null,
  noted_at timestamptz not null,
  primary key (account_id, id),
  check ((complaints IS NULL) <> (rate IS NULL)),
  check ((rate >= (0)::numeric) AND (rate <= (1)::numeric)),
  check (complaints >= 0)
);
-- index complaint_reports_day (account_id, day, domain)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table confirmed_addresses (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('adr_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kind text not null,
  email text not null,
  email_normalised text not null,
  token_hash bytea,
  requested_at timestamptz default now() not null,
  sent_via text not null,
  confirmed_at timestamptz,
  primary key (account_id, id),
  unique (account_id, kind, email_normalised),
  unique (account_id, public_id),
  check (kind in ('reply_to', 'test', 'privacy_contact')),
  check (sent_via in ('relay', 'mailbox'))
);
-- unique index confirmed_addresses_token (token_hash)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table consent_requests (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('req_' || replace((gen_random_uuid())::text, '-', '')) not null,
  state text not null,
  token_hash bytea not null,
  form_id bigint,
  form_version_id bigint,
  contact_id bigint,
  contact_created boolean default false not null,
  email text,
  email_normalised text,
  fields jsonb default '{}' not null,
  list_ids bigint[] default '{}'::bigint[] not null,
  wants_profiling boolean default false not null,
  declaration jsonb,
  locale text not null,
  ip_sealed bytea,
  delivery_id bigint,
  mail jsonb,
  mail_sha256 bytea,
  acceptance jsonb,
  landing_first_at timestamptz,
  scanner_hits integer default 0 not null,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  finished_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  check ((state <> 'pending') OR ((email IS NOT NULL) AND (email_normalised IS NOT NULL) AND (declaration IS NOT NULL))),
  check (locale in ('de', 'en')),
  check (state in ('pending', 'confirmed', 'declined', 'expired'))
);
-- index consent_requests_address (account_id, email_normalised) WHERE (email_normalised IS NOT NULL)
-- index consent_requests_due (expires_at) WHERE (email IS NOT NULL)
-- index consent_requests_form (account_id, form_id, created_at)
-- unique index consent_requests_token (token_hash)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contact_bulk_items (
  account_id integer not null,
  bulk_id bigint not null,
  contact_id bigint not null,
  before text,
  primary key (account_id, bulk_id, contact_id),
  foreign key (account_id, bulk_id) references contact_bulks(account_id, id) ON DELETE CASCADE,
  foreign key (account_id, contact_id) references contacts(account_id, id) ON DELETE CASCADE
);
-- index contact_bulk_items_contact (account_id, contact_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contact_bulks (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('blk_' || replace((gen_random_uuid())::text, '-', '')) not null,
  action jsonb not null,
  changed integer default 0 not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contact_exports (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('exp_' || replace((gen_random_uuid())::text, '-', '')) not null,
  state text not null,
  format text not null,
  filter jsonb default '{}' not null,
  reason text not null,
  locale text not null,
  total integer default 0 not null,
  written integer default 0 not null,
  error text,
  file_id bigint,
  key_sealed bytea,
  size_bytes bigint,
  actor jsonb not null,
  created_by bigint,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  downloads integer default 0 not null,
  password_sealed bytea,
  what text default 'contacts' not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (format in ('csv', 'xlsx', 'jsonl')),
  check (locale in ('de', 'en')),
  check (state in ('held', 'waiting', 'running', 'done', 'failed', 'cancelled', 'refused', 'expired')),
  check (what in ('contacts', 'blocks', 'retained', 'report_persons', 'evidence'))
);
-- index contact_exports_recent (account_id, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contact_facts (
  contact_id bigint not null,
  address bigint not null,
  mailed_at timestamptz,
  account_id integer not null,
  kind integer not null,
  since date,
  restricted boolean not null,
  stage text default '' not null,
  primary key (account_id, contact_id)
) with (fillfactor=90);
-- index contact_facts_address (account_id, address)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy restricted_rows (restrictive) for select to klarpost_app using (((NOT restricted) OR (NOT ( SELECT app_hides_restricted() AS app_hides_restricted))))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contact_fields (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('fld_' || replace((gen_random_uuid())::text, '-', '')) not null,
  key text not null,
  label text not null,
  type text not null,
  choices jsonb default '[]' not null,
  without_year boolean default false not null,
  purpose text not null,
  legal_basis text not null,
  retention_months smallint,
  owner text not null,
  needed_because text default '' not null,
  used_at timestamptz,
  created_at timestamptz default now() not null,
  archived_at timestamptz,
  primary key (account_id, id),
  unique (account_id, key),
  unique (account_id, public_id),
  check ((retention_months >= 1) AND (retention_months <= 240)),
  check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  check (type in ('text', 'number', 'date', 'boolean', 'choice', 'choices'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table contact_merges (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('mrg_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kept_id bigint not null,
  gone_id bigint not null,
  gone_email_normalised text not null,
  sealed bytea not null,
  merged_by text not null,
  merged_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, kept_id) references contacts(account_id, id) ON DELETE CASCADE
);
-- index contact_merges_gone (account_id, gone_email_normalised)
-- index contact_merges_kept (account_id, kept_id)
-- index contact_merges_old (account_id, merged_at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (kept_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contact_notes (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('nte_' || replace((gen_random_uuid())::text, '-', '')) not null,
  contact_id bigint not null,
  text text not null,
  author_id bigint,
  author_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, contact_id) references contacts(account_id, id) ON DELETE CASCADE
);
-- index contact_notes_contact (account_id, contact_id, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contact_pairs (
  account_id integer not null,
  first_id bigint not null,
  second_id bigint not null,
  reason text not null,
  found_at timestamptz not null,
  dismissed_at timestamptz,
  primary key (account_id, first_id, second_id),
  foreign key (account_id, first_id) references contacts(account_id, id) ON DELETE CASCADE,
  foreign key (account_id, second_id) references contacts(account_id, id) ON DELETE CASCADE,
  check (first_id < second_id),
  check (reason in ('address', 'name_company', 'phone'))
);
-- index contact_pairs_open (account_id, found_at DESC, first_id, second_id) WHERE (dismissed_at IS NULL)
-- index contact_pairs_second (account_id, second_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR ((first_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id))) AND (second_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id))))))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contact_tagged (
  account_id integer not null,
  tag_id bigint not null,
  contact_id bigint not null,
  at timestamptz not null,
  primary key (account_id, tag_id, contact_id),
  foreign key (account_id, contact_id) references contacts(account_id, id) ON DELETE CASCADE,
  foreign key (account_id, tag_id) references contact_tags(account_id, id) ON DELETE CASCADE
);
-- index contact_tagged_contact (account_id, contact_id, tag_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table contact_tags (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('tag_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  colour text default 'grey' not null,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- unique index contact_tags_name (account_id, lower(name))
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table contact_values (
  account_id integer not null,
  contact_id bigint not null,
  field_id bigint not null,
  text_value text collate "C" not null,
  number_value double precision,
  date_value date,
  day_value smallint,
  primary key (account_id, field_id, contact_id, text_value)
);
-- index contact_values_date (account_id, field_id, date_value, contact_id) WHERE (date_value IS NOT NULL)
-- index contact_values_day (account_id, field_id, day_value, contact_id) WHERE (day_value IS NOT NULL)
-- index contact_values_number (account_id, field_id, number_value, contact_id) WHERE (number_value IS NOT NULL)
-- index contact_values_text (account_id, field_id, text_value, contact_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table contacts (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('ctc_' || replace((gen_random_uuid())::text, '-', '')) not null,
  pot text default 'newsletter' not null,
  email text not null,
  email_normalised text not null,
  address_hash bytea not null,
  salutation text default '' not null,
  title text default '' not null,
  first_name text default '' not null,
  last_name text default '' not null,
  company text default '' not null,
  locale text,
  sort_key text collate "C" default '' not null,
  custom jsonb default '{}' not null,
  origins jsonb default '{}' not null,
  source_system text,
  person_number text,
  record_number text,
  restricted_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  responsible_id bigint default app_assigned_to(),
  stage text default '' not null,
  orphaned_at timestamptz,
  kept_until date,
  kept_because text default '' not null,
  notice_due_on date,
  notice_alarmed_at timestamptz,
  notice_locked_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (responsible_id) references operators(id) ON DELETE SET NULL,
  check ((pot = 'newsletter') OR ((source_system IS NOT NULL) AND (person_number IS NOT NULL))),
  check (locale in ('de', 'en')),
  check (pot in ('newsletter', 'core')),
  check (salutation in ('', 'frau', 'herr', 'divers')),
  check (stage in ('', 'prospect', 'customer'))
);
-- index contacts_address_hash (account_id, address_hash)
-- unique index contacts_core (account_id, source_system, person_number, COALESCE(record_number, '')) WHERE (pot = 'core')
-- index contacts_email_prefix (account_id, email_normalised text_pattern_ops)
-- index contacts_facts (account_id, id) INCLUDE (email_normalised, address_hash, pot, stage, source_system, person_number, restricted_at)
-- index contacts_open (account_id, id) WHERE (restricted_at IS NULL)
-- index contacts_orphaned (account_id, sort_key, id) WHERE (orphaned_at IS NOT NULL)
-- index contacts_recent (account_id, created_at, id)
-- index contacts_responsible (account_id, responsible_id, sort_key, id) WHERE (responsible_id IS NOT NULL)
-- index contacts_restricted (account_id, id) WHERE (restricted_at IS NOT NULL)
-- index contacts_sort (account_id, sort_key, id)
-- index contacts_stage (account_id, stage, sort_key, id) WHERE (stage <> '')
-- index contacts_uninformed (account_id, notice_due_on, id) WHERE (notice_due_on IS NOT NULL)
-- CREATE TRIGGER contacts_facts_delete AFTER DELETE ON contacts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION contacts_note_facts()
-- CREATE TRIGGER contacts_facts_insert AFTER INSERT ON contacts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION contacts_note_facts()
-- CREATE TRIGGER contacts_facts_update AFTER UPDATE ON contacts REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION contacts_note_facts()
-- CREATE TRIGGER contacts_journal AFTER UPDATE OF restricted_at ON contacts FOR EACH ROW WHEN (((old.restricted_at IS NULL) <> (new.restricted_at IS NULL))) EXECUTE FUNCTION journal_restricted()
-- CREATE TRIGGER contacts_restricted AFTER UPDATE OF restricted_at ON contacts FOR EACH ROW WHEN ((old.restricted_at IS DISTINCT FROM new.restricted_at)) EXECUTE FUNCTION report_snapshots_restricted()
-- CREATE TRIGGER contacts_values_delete AFTER DELETE ON contacts REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION contact_values_follow()
-- CREATE TRIGGER contacts_values_insert AFTER INSERT ON contacts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION contact_values_follow()
-- CREATE TRIGGER contacts_values_update AFTER UPDATE ON contacts REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION contact_values_follow()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy not_held (restrictive) for delete to klarpost_app, klarpost_retention using ((NOT person_held(account_id, id, email_normalised)))
-- policy restricted_rows (restrictive) for select to klarpost_app using (((restricted_at IS NULL) OR (NOT ( SELECT app_hides_restricted() AS app_hides_restricted))))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table content_versions (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('cnt_' || replace((gen_random_uuid())::text, '-', '')) not null,
  locale text not null,
  subject text not null,
  preheader text default '' not null,
  html text not null,
  text text not null,
  text_is_edited boolean default false not null,
  links jsonb default '[]' not null,
  settings jsonb default '{}' not null,
  sha256 bytea not null,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (locale in ('de', 'en'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table conversions (
  account_id integer not null,
  delivery_id bigint not null,
  goal_id bigint not null,
  click bigint not null,
  mailing_id bigint not null,
  link smallint not null,
  hour timestamptz not null,
  value_cents bigint,
  primary key (account_id, delivery_id, goal_id, click),
  foreign key (account_id, delivery_id) references measured_deliveries(account_id, delivery_id) ON DELETE CASCADE,
  foreign key (account_id, goal_id) references goals(account_id, id)
);
-- index conversions_mailing (account_id, mailing_id, goal_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table core_changes (
  account_id integer not null,
  id bigint generated always as identity not null,
  contact_id bigint not null,
  list_id bigint not null,
  import_id bigint not null,
  field text not null,
  old_value text not null,
  new_value text not null,
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, contact_id) references contacts(account_id, id) ON DELETE CASCADE
);
-- index core_changes_contact (account_id, contact_id)
-- index core_changes_list (account_id, list_id, id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table core_handovers (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('coh_' || replace((gen_random_uuid())::text, '-', '')) not null,
  list_id bigint not null,
  mailing_id bigint,
  format text not null,
  reason text not null,
  rows integer not null,
  made_by text not null,
  made_at timestamptz not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, list_id) references core_lists(account_id, id),
  check (format in ('csv', 'xlsx'))
);
-- index core_handovers_list (account_id, list_id, id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table core_imports (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('coi_' || replace((gen_random_uuid())::text, '-', '')) not null,
  list_id bigint not null,
  kind text not null,
  file_name text not null,
  sha256 text not null,
  columns text[] not null,
  mapping jsonb not null,
  counts jsonb not null,
  manual_confirmed boolean default false not null,
  manual_done_by text,
  manual_done_at timestamptz,
  made_by text not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, list_id) references core_lists(account_id, id),
  check (kind in ('create', 'append', 'update'))
);
-- index core_imports_list (account_id, list_id, id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table core_lists (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('cor_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  occasion text not null,
  owner_id bigint,
  source_system text not null,
  keep_days integer default 180 not null,
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (owner_id) references operators(id) ON DELETE SET NULL,
  check ((keep_days >= 30) AND (keep_days <= 730))
);
-- index core_lists_source (account_id, source_system)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table core_records (
  account_id integer not null,
  contact_id bigint not null,
  list_id bigint not null,
  import_id bigint not null,
  line integer not null,
  person_number text not null,
  record_number text default '' not null,
  basis text default '' not null,
  basis_reference text default '' not null,
  origin text default '' not null,
  profiling boolean default false not null,
  profiling_ended_at timestamptz,
  measured_as text generated always as (('record:' || (contact_id)::text)) stored not null,
  unsubscribed_at timestamptz,
  raw jsonb not null,
  warnings text[] default '{}'::text[] not null,
  place text generated always as ((
CASE
    WHEN (basis = '') THEN '1'
    ELSE '0'
END || lpad((contact_id)::text, 20, '0'))) stored not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, contact_id),
  foreign key (account_id, contact_id) references contacts(account_id, id) ON DELETE CASCADE,
  foreign key (account_id, list_id) references core_lists(account_id, id),
  check (basis in ('', 'consent', 'customer_7_3'))
);
-- index core_records_list (account_id, list_id, person_number, place)
-- unique index core_records_measured (account_id, measured_as) WHERE profiling
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy restricted_rows (restrictive) for select to klarpost_app using (((contact_id IS NULL) OR (( SELECT ((NOT app_hides_restricted()))::integer AS int4) <> 0) OR (NOT (contact_id IN ( SELECT x.id
   FROM unnest(app_hidden_contacts()) x(id))))))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table core_refused_lines (
  account_id integer not null,
  import_id bigint not null,
  line integer not null,
  reason text not null,
  raw jsonb not null,
  at timestamptz not null,
  primary key (account_id, import_id, line)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table core_withdrawals (
  account_id integer not null,
  id bigint generated always as identity not null,
  kind text not null,
  source_system text not null,
  person_number text not null,
  list_id bigint,
  contact_id bigint,
  mailing_id bigint,
  origin text not null,
  at timestamptz not null,
  acknowledged_at timestamptz,
  undone_at timestamptz,
  primary key (account_id, id),
  check (kind in ('unsubscribe', 'objection', 'profiling', 'erasure'))
);
-- index core_withdrawals_list (account_id, list_id, id)
-- index core_withdrawals_open (account_id, source_system, at) WHERE ((acknowledged_at IS NULL) AND (undone_at IS NULL))
-- index core_withdrawals_person (account_id, source_system, person_number)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, insert, select, update to klarpost_retention
-- row-level security

create table correspondence_mails (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('cor_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kind text not null,
  contact_id bigint,
  email_normalised text,
  operator_id bigint,
  sent_by text not null,
  reason_kind text,
  reason_text text,
  origin_source text,
  origin_on date,
  inquiry_id bigint,
  offer_category_id bigint,
  offer_entity_id bigint,
  category text,
  law text,
  template_id bigint,
  advertising text default 'none' not null,
  subject text,
  body_sealed bytea,
  body_sketch bytea,
  locale text not null,
  basis text,
  delivery_id bigint,
  entry_id bigint,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (advertising in ('none', 'open', 'sent', 'removed')),
  check (kind in ('one_to_one', 'transactional', 'privacy_notice')),
  check (locale in ('de', 'en'))
);
-- index correspondence_address (account_id, email_normalised) WHERE (email_normalised IS NOT NULL)
-- index correspondence_contact (account_id, contact_id, id DESC) WHERE (contact_id IS NOT NULL)
-- index correspondence_operator (account_id, operator_id, created_at) WHERE (kind = 'one_to_one')
-- index correspondence_recent (account_id, kind, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy not_held (restrictive) for update to klarpost_retention using ((NOT person_held(account_id, contact_id, email_normalised)))
-- policy not_held_either (restrictive) for delete to klarpost_retention using ((NOT person_held(account_id, contact_id, email_normalised)))
-- policy restricted_rows (restrictive) for select to klarpost_app using (((contact_id IS NULL) OR (( SELECT ((NOT app_hides_restricted()))::integer AS int4) <> 0) OR (NOT (contact_id IN ( SELECT x.id
   FROM unnest(app_hidden_contacts()) x(id))))))
-- grant insert, select, update to klarpost_app
-- grant delete, select, update to klarpost_retention
-- row-level security

create table counted_accounts (
  account_id integer not null,
  mark bigint,
  filled_to bigint default 0 not null,
  ready boolean default false not null,
  day date,
  asked_at timestamptz not null,
  rules text default '' not null,
  primary key (account_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table customer_mail_settings (
  account_id integer not null,
  free_service_counts boolean default false not null,
  free_service_reason text default '' not null,
  reviewed_note text default '' not null,
  reviewed_on date,
  decided_by text not null,
  decided_at timestamptz default now() not null,
  primary key (account_id),
  check ((NOT free_service_counts) OR (free_service_reason <> ''))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table data_notices (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('dnt_' || replace((gen_random_uuid())::text, '-', '')) not null,
  reason text not null,
  recipient_kind text not null,
  recipient text not null,
  reference text default '' not null,
  subject_sealed bytea,
  contact_id bigint,
  at timestamptz not null,
  told_at timestamptz,
  told_by text default '' not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (length(recipient) <= 300),
  check (reason in ('rectification', 'erasure', 'restriction', 'restriction_lifted')),
  check (recipient_kind in ('core', 'import', 'export'))
);
-- index data_notices_open (account_id, at) WHERE (told_at IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, insert, select, update to klarpost_retention
-- row-level security

create table data_request_events (
  account_id integer not null,
  id bigint generated always as identity not null,
  request_id bigint not null,
  kind text not null,
  actor text default '' not null,
  subject text default '' not null,
  text text default '' not null,
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, request_id) references data_requests(account_id, id) ON DELETE CASCADE,
  check (kind in ('received', 'link_sent', 'identified', 'kind_changed', 'note', 'extended', 'mailed', 'letter', 'acted', 'answered', 'refused', 'closed', 'alarm')),
  check (length(subject) <= 300),
  check (length(text) <= 10000)
);
-- index data_request_events_case (account_id, request_id, id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, insert, select, update to klarpost_retention
-- row-level security

create table data_request_scans (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('dsc_' || replace((gen_random_uuid())::text, '-', '')) not null,
  request_id bigint not null,
  media_type text not null,
  size_bytes integer not null,
  file_id bigint not null,
  at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, request_id) references data_requests(account_id, id) ON DELETE CASCADE,
  check (media_type in ('application/pdf', 'image/jpeg', 'image/png'))
);
-- index data_request_scans_case (account_id, request_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table data_requests (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('dsr_' || replace((gen_random_uuid())::text, '-', '')) not null,
  number integer not null,
  kind text not null,
  channel text not null,
  state text default 'received' not null,
  locale text not null,
  email text,
  email_normalised text,
  contact_id bigint,
  person_name text default '' not null,
  message text default '' not null,
  received_on date not null,
  due_on date not null,
  extended_at timestamptz,
  extension_reason text default '' not null,
  identity text,
  identity_note text default '' not null,
  identified_at timestamptz,
  link_sent_at timestamptz,
  done jsonb default '{}' not null,
  ended_at timestamptz,
  alarmed smallint default 0 not null,
  anonymised_at timestamptz,
  created_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, number),
  unique (account_id, public_id),
  check (channel in ('self_service', 'form', 'mail', 'letter', 'phone', 'in_person')),
  check (identity in ('link', 'question', 'attested')),
  check (kind in ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection', 'withdrawal')),
  check (length(extension_reason) <= 2000),
  check (length(identity_note) <= 1000),
  check (length(message) <= 8000),
  check (length(person_name) <= 200),
  check (locale in ('de', 'en')),
  check (state in ('received', 'identified', 'working', 'answered', 'refused', 'closed'))
);
-- index data_requests_ended (account_id, ended_at) WHERE (anonymised_at IS NULL)
-- index data_requests_open (account_id, due_on, id) WHERE (state <> ALL (ARRAY['answered', 'refused', 'closed']))
-- index data_requests_person (account_id, email_normalised)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- grant insert, select, update to klarpost_app
-- grant delete, select, update to klarpost_retention
-- row-level security

create table deletion_concepts (
  account_id integer not null,
  version integer not null,
  content jsonb not null,
  sha256 bytea not null,
  made_at timestamptz not null,
  made_by text not null,
  primary key (account_id, version)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table deliveries (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('dlv_' || replace((gen_random_uuid())::text, '-', '')) not null,
  batch_id bigint not null,
  run_id bigint,
  kind text not null,
  contact_id bigint,
  list_id bigint,
  sender_id bigint,
  email text,
  email_normalised text,
  reference_type text,
  reference_id bigint,
  created_at timestamptz default now() not null,
  primary key (account_id, id)
);
-- index deliveries_batch (account_id, batch_id)
-- index deliveries_contact (account_id, contact_id)
-- unique index deliveries_once (account_id, run_id, contact_id) WHERE (run_id IS NOT NULL)
-- create index deliveries_public_id ON deliveries USING hash (public_id)
-- index deliveries_reference (account_id, reference_type, reference_id) WHERE (reference_id IS NOT NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy not_held (restrictive) for update to klarpost_retention using ((NOT person_held(account_id, contact_id, email_normalised)))
-- policy not_held_either (restrictive) for delete to klarpost_retention using ((NOT person_held(account_id, contact_id, email_normalised)))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant delete, select, update to klarpost_retention
-- grant insert, select to klarpost_worker
-- row-level security

create table delivery_batches (
  account_id integer not null,
  id bigint generated always as identity not null,
  run_id bigint,
  no integer default 0 not null,
  priority smallint not null,
  state text not null,
  size integer not null,
  not_before timestamptz default now() not null,
  lease_owner text,
  lease_until timestamptz,
  fence bigint default 0 not null,
  counts jsonb default '{}' not null,
  created_at timestamptz default now() not null,
  done_at timestamptz,
  wave smallint,
  primary key (account_id, id),
  check (state in ('frozen', 'ready', 'done'))
);
-- unique index delivery_batches_no (account_id, run_id, no) WHERE (run_id IS NOT NULL)
-- index delivery_batches_run (account_id, run_id)
-- index delivery_batches_turn (account_id, run_id, not_before, id) WHERE ((state = 'ready') AND (run_id IS NOT NULL))
-- index delivery_batches_urgent (priority, account_id, not_before, id) WHERE ((state = 'ready') AND (run_id IS NULL))
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select, update to klarpost_worker
-- row-level security

create table delivery_bounces (
  account_id integer not null,
  delivery_id bigint not null,
  class text not null,
  status text,
  text text,
  source text not null,
  at timestamptz not null,
  primary key (account_id, delivery_id, class),
  check (class in ('hard', 'soft', 'policy', 'unknown', 'complaint')),
  check (source in ('listener', 'mailbox', 'api', 'webhook', 'operator'))
);
-- index delivery_bounces_at (account_id, at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant delete, select, update to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table delivery_days (
  account_id integer not null,
  day date not null,
  provider text not null,
  sender_domain text not null,
  stream text not null,
  relay_id bigint default 0 not null,
  batch_id bigint default 0 not null,
  accepted integer default 0 not null,
  deferred integer default 0 not null,
  soft integer default 0 not null,
  hard integer default 0 not null,
  policy integer default 0 not null,
  unknown integer default 0 not null,
  uncertain integer default 0 not null,
  primary key (account_id, day, provider, sender_domain, stream, relay_id, batch_id),
  check (stream in ('marketing', 'opt_in', 'transactional'))
);
-- index delivery_days_batch (account_id, batch_id) WHERE (batch_id <> 0)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, insert, select, update to klarpost_worker
-- row-level security

create table delivery_marks (
  account_id integer not null,
  delivery_id bigint not null,
  attempt smallint not null,
  batch_id bigint not null,
  fence bigint not null,
  marked_at timestamptz default now() not null,
  primary key (account_id, delivery_id, attempt)
);
-- index delivery_marks_batch (account_id, batch_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, insert, select to klarpost_worker
-- row-level security

create table delivery_messages (
  account_id integer not null,
  delivery_id bigint not null,
  sealed bytea not null,
  primary key (account_id, delivery_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, insert, select to klarpost_worker
-- row-level security

create table delivery_outcomes (
  account_id integer not null,
  delivery_id bigint not null,
  attempt smallint not null,
  batch_id bigint not null,
  run_id bigint,
  outcome text not null,
  final boolean not null,
  reason text,
  phase text,
  basis text,
  measured text,
  smtp_code smallint,
  enhanced_code text,
  reply text,
  message_id text,
  next_attempt_at timestamptz,
  at timestamptz default now() not null,
  primary key (account_id, delivery_id, attempt),
  check (measured in ('personal', 'anonymous', 'none')),
  check (outcome in ('accepted', 'deferred', 'rejected', 'excluded', 'uncertain', 'cancelled')),
  check (phase in ('preparation', 'hand_over'))
);
-- index delivery_outcomes_batch (account_id, batch_id)
-- unique index delivery_outcomes_final (account_id, delivery_id) WHERE final
-- index delivery_outcomes_run (account_id, run_id, outcome) WHERE (run_id IS NOT NULL)
-- index delivery_outcomes_uncertain (account_id, at) WHERE ((outcome = 'uncertain') AND final)
-- CREATE TRIGGER delivery_outcomes_guard BEFORE UPDATE OF final ON delivery_outcomes FOR EACH ROW EXECUTE FUNCTION guard_final_outcome()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update (final) to klarpost_app
-- grant delete, select, update to klarpost_retention
-- grant insert, select to klarpost_worker
-- row-level security

create table delivery_refusals (
  account_id integer not null,
  day date not null,
  provider text not null,
  sender_domain text not null,
  meaning text not null,
  batch_id bigint default 0 not null,
  count integer not null,
  sample text,
  primary key (account_id, day, provider, sender_domain, meaning, batch_id)
);
-- index delivery_refusals_batch (account_id, batch_id) WHERE (batch_id <> 0)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, insert, select, update to klarpost_worker
-- row-level security

create table delivery_runs (
  account_id integer not null,
  id bigint generated always as identity not null,
  mailing_id bigint,
  kind text not null,
  content_version_id bigint not null,
  sender_id bigint not null,
  list_ids bigint[] default '{}'::bigint[] not null,
  state text default 'preparing' not null,
  pause_reason text,
  candidates integer default 0 not null,
  queued integer,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz default now() not null,
  offer_category_id bigint,
  offer_entity_id bigint,
  purpose text,
  wording_from bigint,
  served_at timestamptz,
  send_window jsonb,
  timezone text,
  per_hour integer,
  behaviour jsonb,
  primary key (account_id, id),
  check (per_hour > 0),
  check (purpose = 'tracking_question'),
  check (state in ('preparing', 'running', 'paused', 'cancelled', 'done'))
);
-- index delivery_runs_behaviour (account_id, id) WHERE (behaviour IS NOT NULL)
-- index delivery_runs_ended (account_id, finished_at)
-- unique index delivery_runs_mailing (account_id, mailing_id) WHERE (mailing_id IS NOT NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select, update to klarpost_worker
-- row-level security

create table delivery_stops (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('stp_' || replace((gen_random_uuid())::text, '-', '')) not null,
  scope text not null,
  cause text not null,
  reason text,
  started_by text not null,
  started_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  end_reason text,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (cause in ('operator', 'restored', 'checks')),
  check (scope in ('all', 'advertising'))
);
-- unique index delivery_stops_active (account_id, cause, scope) WHERE (ended_at IS NULL)
-- policy account_rows for all to klarpost_app using (((account_id in (0, app_account())) OR app_instance())) with check (((account_id = app_account()) OR app_instance()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant insert, select, update to klarpost_worker
-- row-level security

create table delivery_waves (
  account_id integer not null,
  run_id bigint not null,
  no smallint not null,
  at timestamptz not null,
  zones text[] not null,
  primary key (account_id, run_id, no),
  foreign key (account_id, run_id) references delivery_runs(account_id, id) ON DELETE CASCADE
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table dkim_keys (
  account_id integer not null,
  id bigint generated always as identity not null,
  domain text not null,
  selector text not null,
  algorithm text not null,
  private_key_sealed bytea not null,
  public_key text not null,
  created_at timestamptz default now() not null,
  retired_at timestamptz,
  state text default 'active' not null,
  stream text,
  signing_domain text not null,
  published_at timestamptz,
  activated_at timestamptz,
  revoked_at timestamptz,
  reminded_at timestamptz,
  primary key (account_id, id),
  unique (account_id, domain, selector),
  check (algorithm in ('rsa', 'ed25519')),
  check (state in ('new', 'active', 'retiring', 'revoked')),
  check (stream in ('marketing', 'opt_in', 'transactional'))
);
-- index dkim_keys_state (state, activated_at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table document_entries (
  account_id integer not null,
  document text not null,
  key text not null,
  answer text default '' not null,
  text text default '' not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (account_id, document, key),
  check (answer in ('', 'yes', 'no')),
  check (document in ('measures', 'screening'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table document_versions (
  account_id integer not null,
  kind text not null,
  version integer not null,
  content jsonb not null,
  sha256 bytea not null,
  confirmed_by text not null,
  confirmed_at timestamptz not null,
  valid_until date not null,
  primary key (account_id, kind, version),
  check (kind in ('records', 'contract', 'measures', 'screening', 'notice'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table domain_checks (
  account_id integer not null,
  id bigint generated always as identity not null,
  domain text not null,
  checked_at timestamptz not null,
  automatic boolean not null,
  found jsonb not null,
  primary key (account_id, id)
);
-- index domain_checks_domain (account_id, domain, checked_at DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table domain_report_days (
  account_id integer not null,
  kind text not null,
  domain text not null,
  day date not null,
  source text not null,
  messages bigint not null,
  failures bigint not null,
  dkim_aligned bigint default 0 not null,
  spf_aligned bigint default 0 not null,
  own bigint default 0 not null,
  primary key (account_id, kind, domain, day, source),
  check (kind in ('dmarc', 'tls'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table domain_reports (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('rpt_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kind text not null,
  domain text not null,
  reporter text not null,
  report_id text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  received_at timestamptz not null,
  messages bigint not null,
  failures bigint not null,
  primary key (account_id, id),
  unique (account_id, kind, domain, reporter, report_id),
  unique (account_id, public_id),
  check (kind in ('dmarc', 'tls'))
);
-- index domain_reports_received (account_id, domain, ends_at DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table erasure_journal (
  account_id integer not null,
  id bigint generated always as identity not null,
  no bigint,
  at timestamptz default now() not null,
  kind text not null,
  address_hash bytea,
  subject_hash bytea,
  scope text,
  list_id bigint,
  origin text,
  pending jsonb,
  primary key (account_id, id),
  check (kind in ('erased', 'suppressed', 'lifted', 'withdrawn', 'restricted', 'unrestricted'))
);
-- unique index erasure_journal_no (no) WHERE (no IS NOT NULL)
-- index erasure_journal_open (id) WHERE (no IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant insert, select, update to klarpost_retention
-- grant delete, insert, select, update to klarpost_worker
-- row-level security

create table evidence_files (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('evi_' || replace((gen_random_uuid())::text, '-', '')) not null,
  subject text not null,
  subject_id text not null,
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 bytea not null,
  file_id bigint not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (subject in ('checks', 'places', 'incidents'))
);
-- index evidence_files_subject (account_id, subject, subject_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table expired_totals (
  account_id integer not null,
  mailing_id bigint not null,
  link smallint not null,
  month date not null,
  agent smallint not null,
  hits bigint not null,
  primary key (account_id, mailing_id, link, month, agent)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant select to klarpost_app
-- grant delete, insert, select, update to klarpost_retention
-- row-level security

create table fact_changes (
  account_id integer not null,
  id bigint generated always as identity not null,
  contact_ids bigint[] default '{}'::bigint[] not null,
  addresses bigint[] default '{}'::bigint[] not null,
  address_hashes bytea[] default '{}'::bytea[] not null,
  everybody boolean default false not null,
  primary key (account_id, id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table fact_kinds (
  account_id integer not null,
  id integer not null,
  facts text not null,
  primary key (account_id, id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table feeds (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('fed_' || replace((gen_random_uuid())::text, '-', '')) not null,
  key text not null,
  name text not null,
  url text not null,
  kind text not null,
  mapping jsonb default '{}' not null,
  when_away text default 'wait' not null,
  away_text text default '' not null,
  items jsonb default '[]' not null,
  fetched_at timestamptz,
  tried_at timestamptz,
  problem text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (account_id, id),
  check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  check (kind in ('rss', 'json')),
  check (when_away in ('wait', 'text'))
);
-- unique index feeds_key (account_id, key) WHERE (archived_at IS NULL)
-- unique index feeds_public (account_id, public_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table field_corrections (
  account_id integer not null,
  id bigint generated always as identity not null,
  contact_id bigint not null,
  field text not null,
  old_value text default '' not null,
  new_value text default '' not null,
  source text not null,
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, contact_id) references contacts(account_id, id) ON DELETE CASCADE,
  check (field in ('salutation', 'firstName', 'lastName', 'locale'))
);
-- index field_corrections_contact (account_id, contact_id, id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table file_chunks (
  account_id integer not null,
  file_id bigint not null,
  no integer not null,
  bytes bytea not null,
  primary key (account_id, file_id, no),
  foreign key (account_id, file_id) references stored_files(account_id, id) ON DELETE CASCADE
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table form_versions (
  account_id integer not null,
  id bigint generated always as identity not null,
  form_id bigint not null,
  version integer not null,
  definition jsonb not null,
  sha256 bytea not null,
  created_by bigint,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, form_id, version),
  foreign key (account_id, form_id) references forms(account_id, id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table forms (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('frm_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  current_version_id bigint,
  archived_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- unique index forms_public (public_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table goal_sites (
  account_id integer not null,
  host text not null,
  added_at timestamptz default now() not null,
  primary key (account_id, host)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table goals (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('gol_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  value_cents bigint,
  window_days smallint default 7 not null,
  tested_at timestamptz,
  created_at timestamptz default now() not null,
  archived_at timestamptz,
  primary key (account_id, id),
  check ((window_days >= 1) AND (window_days <= 30)),
  check (value_cents >= 0)
);
-- unique index goals_name (account_id, lower(name)) WHERE (archived_at IS NULL)
-- unique index goals_public (account_id, public_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table guard_settings (
  account_id integer not null,
  export_from integer not null,
  release_from integer not null,
  limits jsonb default '{}' not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (account_id),
  check ((export_from >= 1) AND (export_from <= 10000000)),
  check ((release_from >= 1) AND (release_from <= 500))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table house_assessments (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('has_' || replace((gen_random_uuid())::text, '-', '')) not null,
  topic text not null,
  question text not null,
  arguments text not null,
  conclusion text not null,
  assessed_by text not null,
  assessed_at timestamptz not null,
  review_on date not null,
  basis text default '' not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- index house_assessments_topic (account_id, topic, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table idempotency_keys (
  account_id integer not null,
  key text not null,
  route text not null,
  request_hash bytea not null,
  status integer,
  response bytea,
  created_at timestamptz default now() not null,
  primary key (account_id, key)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table identity_provider (
  only_one boolean default true not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  client_secret bytea,
  enabled boolean default false not null,
  mfa_counts boolean default false not null,
  mfa_amr text[] default '{}'::text[] not null,
  mfa_acr text[] default '{}'::text[] not null,
  role_claim text,
  role_rules jsonb default '[]' not null,
  updated_at timestamptz not null,
  tested_at timestamptz,
  test_problem text,
  primary key (only_one),
  CHECK (only_one)
);
-- policy account_looks for select to klarpost_app using ((app_account() IS NOT NULL))
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table image_files (
  account_id integer not null,
  image_id bigint not null,
  key text not null,
  extension text not null,
  file_id bigint not null,
  width integer not null,
  height integer not null,
  bytes integer not null,
  original_bytes integer not null,
  created_at timestamptz not null,
  primary key (account_id, key),
  foreign key (account_id, file_id) references stored_files(account_id, id),
  foreign key (account_id, image_id) references images(account_id, id) ON DELETE CASCADE,
  check (extension in ('jpg', 'png', 'gif'))
);
-- index image_files_image (account_id, image_id)
-- unique index image_files_key (key)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table images (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('img_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  alt text default '' not null,
  decorative boolean default false not null,
  source text not null,
  licence text not null,
  expires_on date,
  shows_people boolean default false not null,
  confirmed_by text not null,
  confirmed_at timestamptz not null,
  drawing text,
  key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (decorative OR (alt <> ''))
);
-- unique index images_drawing (account_id, drawing) WHERE (drawing IS NOT NULL)
-- index images_recent (account_id, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table impact_files (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('dia_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 bytea not null,
  file_id bigint not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table import_lines (
  account_id integer not null,
  import_id bigint not null,
  line integer not null,
  result text not null,
  reason text,
  contact_id bigint,
  email_normalised text,
  detail jsonb,
  undone text,
  primary key (account_id, import_id, line),
  check (result in ('created', 'updated', 'unchanged', 'rejected')),
  check (undone in ('undone', 'kept'))
);
-- index import_lines_address (account_id, email_normalised)
-- index import_lines_contact (account_id, contact_id)
-- index import_lines_rejected (account_id, import_id, line) WHERE (result = 'rejected')
-- CREATE TRIGGER import_lines_refer_insert AFTER INSERT ON import_lines REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION import_lines_refer()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select, update to klarpost_retention
-- row-level security

create table import_mappings (
  account_id integer not null,
  headings bytea not null,
  mapping jsonb not null,
  used_at timestamptz not null,
  primary key (account_id, headings)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table imports (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('imp_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  state text not null,
  file_id bigint,
  format jsonb not null,
  mapping jsonb not null,
  options jsonb default '{}' not null,
  check_counts jsonb,
  counts jsonb,
  run_line integer default 0 not null,
  progress jsonb default '{}' not null,
  undo_counts jsonb,
  error jsonb,
  actor jsonb,
  created_by bigint,
  created_at timestamptz default now() not null,
  finished_at timestamptz,
  undone_at timestamptz,
  remembered boolean default false not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (state in ('uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone'))
);
-- index imports_recent (account_id, id DESC)
-- CREATE TRIGGER imports_take_lines_delete AFTER DELETE ON imports REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION imports_take_lines()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table inbound_messages (
  account_id integer not null,
  message_key bytea not null,
  result text not null,
  source text not null,
  forwarded boolean default false not null,
  at timestamptz not null,
  primary key (account_id, message_key),
  check (source in ('listener', 'mailbox', 'api', 'webhook', 'operator'))
);
-- index inbound_messages_at (account_id, at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table incident_events (
  account_id integer not null,
  id bigint generated always as identity not null,
  incident_id bigint not null,
  kind text not null,
  actor text not null,
  text text default '' not null,
  changes jsonb default '{}' not null,
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, incident_id) references incidents(account_id, id) ON DELETE CASCADE,
  check (kind in ('recorded', 'proposed', 'accepted', 'dismissed', 'changed', 'note', 'authority_decided', 'people_decided', 'authority_told', 'people_told', 'alarm', 'closed', 'reopened')),
  check (length(text) <= 8000)
);
-- index incident_events_incident (account_id, incident_id, id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table incidents (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('inc_' || replace((gen_random_uuid())::text, '-', '')) not null,
  number integer not null,
  title text not null,
  kind text not null,
  near_miss boolean default false not null,
  state text not null,
  proposed_by text,
  discovered_at timestamptz not null,
  happened_at timestamptz,
  what text default '' not null,
  data_kinds text[] default '{}'::text[] not null,
  people integer,
  people_from jsonb,
  consequences text default '' not null,
  measures text default '' not null,
  severity text,
  authority jsonb,
  people_notice jsonb,
  lesson text default '' not null,
  alarmed smallint default 0 not null,
  created_by text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (account_id, id),
  unique (account_id, number),
  unique (account_id, public_id),
  check ((length(title) >= 3) AND (length(title) <= 200)),
  check (kind in ('disclosure', 'loss', 'alteration', 'unavailable', 'other')),
  check (length(consequences) <= 8000),
  check (length(lesson) <= 4000),
  check (length(measures) <= 8000),
  check (length(what) <= 8000),
  check (people >= 0),
  check (severity in ('low', 'medium', 'high')),
  check (state in ('proposed', 'open', 'closed', 'dismissed'))
);
-- index incidents_open (account_id, discovered_at) WHERE (state in ('proposed', 'open'))
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table inquiries (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('inq_' || replace((gen_random_uuid())::text, '-', '')) not null,
  contact_id bigint not null,
  received_on date not null,
  channel text not null,
  subject text not null,
  recorded_by text not null,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (channel in ('email', 'phone', 'letter', 'in_person', 'form', 'other'))
);
-- index inquiries_contact (account_id, contact_id, received_on DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy not_held (restrictive) for delete to klarpost_retention using ((NOT person_held(account_id, contact_id, NULL::text)))
-- policy restricted_rows (restrictive) for select to klarpost_app using (((contact_id IS NULL) OR (( SELECT ((NOT app_hides_restricted()))::integer AS int4) <> 0) OR (NOT (contact_id IN ( SELECT x.id
   FROM unnest(app_hidden_contacts()) x(id))))))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table instance_settings (
  key text not null,
  value jsonb not null,
  primary key (key)
);
-- grant insert, select, update to klarpost_app
-- grant insert, select, update to klarpost_worker
-- NO row-level security

create table intake_attachments (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('att_' || replace((gen_random_uuid())::text, '-', '')) not null,
  record_id bigint,
  file_id bigint not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 bytea not null,
  uploaded_by text not null,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, file_id) references stored_files(account_id, id) ON DELETE CASCADE,
  foreign key (account_id, record_id) references intake_records(account_id, id) ON DELETE CASCADE,
  check (media_type in ('application/pdf', 'image/jpeg', 'image/png'))
);
-- index intake_attachments_file (account_id, file_id)
-- index intake_attachments_record (account_id, record_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select, update to klarpost_retention
-- row-level security

create table intake_records (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('itk_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kind text not null,
  state text not null,
  channel text not null,
  email_normalised text,
  request_public_id text,
  entry_ids bigint[] default '{}'::bigint[] not null,
  detail jsonb default '{}' not null,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (kind in ('consent', 'declaration')),
  check (state in ('waiting', 'unverified', 'proven'))
);
-- index intake_records_address (account_id, email_normalised) WHERE (email_normalised IS NOT NULL)
-- index intake_records_request (account_id, request_public_id) WHERE (request_public_id IS NOT NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using ((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select, update to klarpost_retention
-- row-level security

create table jobs (
  id bigint generated always as identity not null,
  account_id integer default 0 not null,
  kind text not null,
  payload jsonb default '{}' not null,
  unique_key text,
  run_at timestamptz default now() not null,
  attempts integer default 0 not null,
  lease_owner text,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz default now() not null,
  primary key (id)
);
-- index jobs_due (run_at)
-- unique index jobs_unique_key (kind, unique_key) WHERE (unique_key IS NOT NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, insert, select, update to klarpost_worker
-- row-level security

create table journal_state (
  one boolean default true not null,
  last_no bigint default 0 not null,
  primary key (one),
  CHECK (one)
);
-- grant select to klarpost_app
-- grant select, update to klarpost_worker
-- NO row-level security

create table ledger_anchor_settings (
  account_id integer not null,
  by_mail boolean default true not null,
  webhook_url text,
  timestamp_url text,
  updated_at timestamptz not null,
  primary key (account_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- row-level security

create table ledger_anchors (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('lan_' || replace((gen_random_uuid())::text, '-', '')) not null,
  checkpoint_id bigint not null,
  kind text not null,
  host text,
  state text default 'waiting' not null,
  attempts integer default 0 not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  answer text,
  token bytea,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, checkpoint_id) references ledger_checkpoints(account_id, id),
  check (kind in ('mail', 'webhook', 'timestamp')),
  check (state in ('waiting', 'done', 'failed'))
);
-- index ledger_anchors_newest (account_id, kind, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update (answer), update (attempts), update (finished_at), update (state), update (token) to klarpost_app
-- row-level security

create table ledger_checkpoints (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('lcp_' || replace((gen_random_uuid())::text, '-', '')) not null,
  at timestamptz not null,
  tree_size bigint not null,
  root bytea not null,
  note text not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, tree_size)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- row-level security

create table ledger_entries (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('led_' || replace((gen_random_uuid())::text, '-', '')) not null,
  at timestamptz default now() not null,
  kind text not null,
  commitment bytea not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- index ledger_by_kind (account_id, kind, at, id)
-- index ledger_by_time (account_id, at, id)
-- CREATE TRIGGER ledger_entries_enqueue AFTER INSERT ON ledger_entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_enqueue()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant insert, select to klarpost_retention
-- row-level security

create table ledger_erasures (
  account_id integer not null,
  entry_id bigint not null,
  salt bytea not null,
  entries integer not null,
  primary key (account_id, entry_id),
  foreign key (account_id, entry_id) references ledger_entries(account_id, id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant select to klarpost_app
-- grant insert, select to klarpost_retention
-- row-level security

create table ledger_leaves (
  account_id integer not null,
  "position" bigint not null,
  entry_id bigint not null,
  primary key (account_id, "position"),
  unique (account_id, entry_id),
  check ("position" >= 0)
);
-- CREATE TRIGGER ledger_leaves_refer_insert AFTER INSERT ON ledger_leaves REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_leaves_refer()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- row-level security

create table ledger_nodes (
  account_id integer not null,
  level smallint not null,
  "position" bigint not null,
  hash bytea not null,
  primary key (account_id, level, "position"),
  check (length(hash) = 32)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- row-level security

create table ledger_payloads (
  account_id integer not null,
  entry_id bigint not null,
  subject_id bigint not null,
  purpose text,
  list_id bigint,
  wording_version_id bigint,
  ciphertext bytea not null,
  primary key (account_id, entry_id)
);
-- index ledger_by_subject (account_id, subject_id)
-- index ledger_by_wording (account_id, wording_version_id, entry_id)
-- CREATE TRIGGER ledger_payloads_refer_insert AFTER INSERT ON ledger_payloads REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_payloads_refer()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table ledger_queue (
  account_id integer not null,
  entry_id bigint not null,
  primary key (account_id, entry_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, select to klarpost_app
-- grant select to klarpost_worker
-- row-level security

create table ledger_subjects (
  account_id integer not null,
  id bigint generated always as identity not null,
  subject_hash bytea,
  key_sealed bytea,
  sealed_until date,
  destroyed_at timestamptz,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  check ((destroyed_at IS NULL) = ((key_sealed IS NOT NULL) AND (subject_hash IS NOT NULL)))
);
-- index ledger_subjects_hash (account_id, subject_hash) WHERE ((sealed_until IS NOT NULL) AND (destroyed_at IS NULL))
-- unique index ledger_subjects_live (account_id, subject_hash) WHERE ((sealed_until IS NULL) AND (destroyed_at IS NULL))
-- index ledger_subjects_sealed (account_id, sealed_until) WHERE ((sealed_until IS NOT NULL) AND (destroyed_at IS NULL))
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update (sealed_until) to klarpost_app
-- grant select, update to klarpost_retention
-- row-level security

create table ledger_verifications (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('lvf_' || replace((gen_random_uuid())::text, '-', '')) not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  outside_note text,
  ok boolean,
  entries bigint,
  checkpoints integer,
  findings jsonb default '[]' not null,
  duration_ms integer,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update (checkpoints), update (duration_ms), update (entries), update (findings), update (finished_at), update (ok) to klarpost_app
-- row-level security

create table legal_entities (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('ent_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  relation text not null,
  imprint_email text default '' not null,
  imprint_address text default '' not null,
  archived_at timestamptz,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (relation in ('own', 'group', 'partner'))
);
-- unique index legal_entities_name (account_id, lower(name))
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table link_answers (
  account_id integer not null,
  url_hash bytea not null,
  url text not null,
  state text not null,
  status smallint,
  reason text default '' not null,
  final_url text,
  media_type text,
  bytes integer,
  checked_at timestamptz not null,
  primary key (account_id, url_hash),
  check (length(url_hash) = 32),
  check (state in ('reachable', 'moved', 'not_found', 'failed', 'not_asked'))
);
-- index link_answers_age (account_id, checked_at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table link_checks (
  account_id integer not null,
  mailing_id bigint not null,
  total integer default 0 not null,
  done integer default 0 not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  primary key (account_id, mailing_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table list_archives (
  account_id integer not null,
  list_id bigint not null,
  slug text not null,
  is_open boolean default false not null,
  is_indexed boolean default false not null,
  opened_at timestamptz,
  primary key (account_id, list_id),
  foreign key (account_id, list_id) references lists(account_id, id)
);
-- unique index list_archives_slug (slug)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table list_caps (
  account_id integer not null,
  list_id bigint not null,
  cap_max smallint not null,
  cap_days smallint not null,
  primary key (account_id, list_id),
  foreign key (account_id, list_id) references lists(account_id, id),
  check ((cap_days >= 1) AND (cap_days <= 90)),
  check ((cap_max >= 1) AND (cap_max <= 50))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table lists (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('lst_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  name_en text default '' not null,
  description text default '' not null,
  description_en text default '' not null,
  topics text default '' not null,
  topics_en text default '' not null,
  frequency text default '' not null,
  frequency_en text default '' not null,
  wording_id bigint,
  archived_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table login_throttles (
  key bytea not null,
  failures integer not null,
  blocked_until timestamptz,
  last_at timestamptz not null,
  primary key (key)
);
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table mailbox_seen (
  account_id integer not null,
  mailbox_id bigint not null,
  uid text not null,
  message_key bytea not null,
  remove boolean not null,
  at timestamptz not null,
  primary key (account_id, mailbox_id, uid)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table mailboxes (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('mbx_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  protocol text not null,
  host text not null,
  port integer not null,
  tls text not null,
  auth text not null,
  username text not null,
  secret bytea not null,
  purpose text not null,
  folder text default 'INBOX' not null,
  done_folder text,
  pattern text,
  active boolean default true not null,
  every_seconds integer default 120 not null,
  next_at timestamptz default now() not null,
  lease_until timestamptz,
  last_at timestamptz,
  last_ok_at timestamptz,
  last_count integer,
  failures integer default 0 not null,
  problem text,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check ((every_seconds >= 30) AND (every_seconds <= 86400)),
  check ((port >= 1) AND (port <= 65535)),
  check (auth in ('password', 'xoauth2')),
  check (protocol in ('imap', 'pop3')),
  check (purpose in ('bounces', 'replies', 'reports', 'all')),
  check (tls in ('tls', 'starttls', 'none'))
);
-- index mailboxes_due (next_at) WHERE active
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select, update to klarpost_worker
-- row-level security

create table mailing_approvals (
  account_id integer not null,
  id bigint generated always as identity not null,
  mailing_id bigint not null,
  revision integer not null,
  state text not null,
  requested_by bigint,
  requested_at timestamptz,
  note text default '' not null,
  decided_by bigint,
  decided_at timestamptz,
  comment text default '' not null,
  schedule jsonb,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings(account_id, id) ON DELETE CASCADE,
  check (length(comment) <= 2000),
  check (length(note) <= 1000),
  check (state in ('requested', 'approved', 'returned'))
);
-- index mailing_approvals_mailing (account_id, mailing_id, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select, update to klarpost_retention
-- row-level security

create table mailing_comments (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('com_' || replace((gen_random_uuid())::text, '-', '')) not null,
  mailing_id bigint not null,
  block_id text,
  body text not null,
  created_by bigint,
  created_at timestamptz not null,
  resolved_by bigint,
  resolved_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings(account_id, id) ON DELETE CASCADE,
  foreign key (created_by) references operators(id) ON DELETE SET NULL,
  foreign key (resolved_by) references operators(id) ON DELETE SET NULL
);
-- index mailing_comments_mailing (account_id, mailing_id, id)
-- unique index mailing_comments_public (account_id, public_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table mailing_replies (
  account_id integer not null,
  mailing_id bigint not null,
  replies integer not null,
  primary key (account_id, mailing_id),
  foreign key (account_id, mailing_id) references mailings(account_id, id) ON DELETE CASCADE,
  check (replies > 0)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table mailing_rules (
  account_id integer not null,
  cap_max smallint,
  cap_days smallint,
  approval_above integer default 1000 not null,
  changed_at timestamptz not null,
  primary key (account_id),
  check ((approval_above >= 0) AND (approval_above <= 10000000)),
  check ((cap_days >= 1) AND (cap_days <= 90)),
  check ((cap_max >= 1) AND (cap_max <= 50)),
  check ((cap_max IS NULL) = (cap_days IS NULL))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table mailing_tests (
  account_id integer not null,
  id bigint generated always as identity not null,
  mailing_id bigint not null,
  sample smallint not null,
  variants smallint not null,
  created_at timestamptz not null,
  winner_id bigint,
  decided_by bigint,
  decided_at timestamptz,
  measure text,
  wait_hours smallint,
  confidence smallint,
  otherwise text,
  decides_for bigint,
  decision jsonb,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings(account_id, id) ON DELETE CASCADE,
  check ((measure IS NULL) OR ((wait_hours IS NOT NULL) AND (confidence IS NOT NULL) AND (otherwise IS NOT NULL))),
  check ((sample >= 5) AND (sample <= 90)),
  check ((variants >= 2) AND (variants <= 5)),
  check ((wait_hours >= 1) AND (wait_hours <= 168)),
  check (confidence in (90, 95, 99)),
  check (measure in ('clicked', 'opened', 'uniqueOpened', 'grossClicks', 'replies', 'unsubscribed', 'accepted')),
  check (otherwise in ('leader', 'person', 'first'))
);
-- unique index mailing_tests_mailing (account_id, mailing_id)
-- index mailing_tests_open (account_id, id) WHERE (measure IS NOT NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table mailing_variants (
  account_id integer not null,
  mailing_id bigint not null,
  test_id bigint not null,
  "position" smallint not null,
  primary key (account_id, mailing_id),
  foreign key (account_id, mailing_id) references mailings(account_id, id) ON DELETE CASCADE,
  foreign key (account_id, test_id) references mailing_tests(account_id, id) ON DELETE CASCADE,
  check (("position" >= 0) AND ("position" <= 4))
);
-- unique index mailing_variants_position (account_id, test_id, "position")
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table mailing_versions (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('ver_' || replace((gen_random_uuid())::text, '-', '')) not null,
  mailing_id bigint not null,
  name text,
  revision integer not null,
  subject text not null,
  preheader text not null,
  html text not null,
  text text not null,
  text_is_edited boolean not null,
  source_kind text not null,
  source jsonb,
  created_by bigint,
  created_at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings(account_id, id) ON DELETE CASCADE,
  foreign key (created_by) references operators(id) ON DELETE SET NULL,
  check (source_kind in ('html', 'mjml', 'blocks'))
);
-- index mailing_versions_mailing (account_id, mailing_id, created_at DESC, id DESC)
-- unique index mailing_versions_public (account_id, public_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table mailings (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('mlg_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  kind text default 'newsletter' not null,
  state text default 'draft' not null,
  locale text default 'de' not null,
  sender_id bigint,
  list_ids bigint[] default '{}'::bigint[] not null,
  subject text default '' not null,
  preheader text default '' not null,
  html text default '' not null,
  text text default '' not null,
  text_is_edited boolean default false not null,
  settings jsonb default '{}' not null,
  revision integer default 1 not null,
  scheduled_at timestamptz,
  content_version_id bigint,
  run_id bigint,
  basis_report jsonb,
  test_sent_at timestamptz,
  approved_by bigint,
  approved_at timestamptz,
  created_by bigint,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  started_at timestamptz,
  finished_at timestamptz,
  archived_at timestamptz,
  scheduled_local text,
  scheduled_zone text,
  web_view_key text default replace((gen_random_uuid())::text, '-', '') not null,
  source_kind text default 'html' not null,
  source jsonb,
  campaign_id bigint,
  translation_of bigint,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, campaign_id) references campaigns(account_id, id),
  foreign key (account_id, translation_of) references mailings(account_id, id),
  check ((source_kind = 'html') = (source IS NULL)),
  check (locale in ('de', 'en')),
  check (source_kind in ('html', 'mjml', 'blocks')),
  check (state in ('draft', 'scheduled', 'preparing', 'sending', 'paused', 'sent', 'cancelled', 'missed'))
);
-- index mailings_calendar (account_id, COALESCE(started_at, scheduled_at))
-- index mailings_campaign (account_id, campaign_id) WHERE (campaign_id IS NOT NULL)
-- index mailings_due (scheduled_at) WHERE (state = 'scheduled')
-- index mailings_recent (account_id, updated_at DESC)
-- unique index mailings_translation (account_id, translation_of) WHERE ((translation_of IS NOT NULL) AND (archived_at IS NULL))
-- unique index mailings_web_view (web_view_key)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table measured_deliveries (
  account_id integer not null,
  delivery_id bigint not null,
  mailing_id bigint not null,
  contact_id bigint not null,
  email_normalised text not null,
  handed_over_at timestamptz default now() not null,
  primary key (account_id, delivery_id)
);
-- index measured_by_address (account_id, email_normalised)
-- index measured_by_contact (account_id, contact_id)
-- index measured_by_mailing_contact (account_id, mailing_id, contact_id)
-- CREATE TRIGGER measured_deliveries_gone AFTER DELETE ON measured_deliveries REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION report_snapshots_changed()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select to klarpost_worker
-- row-level security

create table measured_links (
  account_id integer not null,
  mailing_id bigint not null,
  link smallint not null,
  url text not null,
  label text default '' not null,
  not_personal boolean default false not null,
  primary key (account_id, mailing_id, link),
  foreign key (account_id, mailing_id) references measured_mailings(account_id, mailing_id),
  check ((link >= 1) AND (link <= 1023))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select to klarpost_worker
-- row-level security

create table measured_mailings (
  account_id integer not null,
  mailing_id bigint not null,
  level text not null,
  level_reason text,
  personal_base integer not null,
  anonymous_base integer not null,
  k_min integer not null,
  timezone text not null,
  opened_at timestamptz default now() not null,
  closes_at timestamptz not null,
  closed_at timestamptz,
  primary key (account_id, mailing_id),
  check (level in ('none', 'clicks_only', 'shared', 'unique')),
  check (level_reason in ('too_few', 'too_few_unique', 'transport_keeps_content'))
);
-- index measured_mailings_open (closes_at) WHERE (closed_at IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select, update to klarpost_worker
-- row-level security

create table memberships (
  operator_id bigint not null,
  account_id integer not null,
  roles text[] not null,
  created_at timestamptz default now() not null,
  training_due_on date default (CURRENT_DATE + 30) not null,
  primary key (operator_id, account_id),
  foreign key (account_id) references accounts(id),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE
);
-- policy instance_rows for all to klarpost_app using ((app_instance() OR (account_id = app_account()))) with check ((app_instance() OR (account_id = app_account())))
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table message_rules (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('mru_' || replace((gen_random_uuid())::text, '-', '')) not null,
  sender text,
  subject text,
  fragment text,
  class text not null,
  applied integer default 0 not null,
  last_applied_at timestamptz,
  created_by bigint,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (class in ('hard', 'soft', 'policy', 'auto_reply', 'complaint', 'ignore')),
  check (num_nonnulls(sender, subject, fragment) > 0)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table one_to_one_countries (
  account_id integer not null,
  country text not null,
  policy text not null,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz default now() not null,
  primary key (account_id, country),
  check ((country ~ '^[A-Z]{2}$') AND (country <> ALL (ARRAY['DE', 'AT']))),
  check (policy in ('consent', 'legitimate_interest'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table operator_devices (
  operator_id bigint not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (operator_id, token_hash),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE
);
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table operator_factors (
  id bigint generated always as identity not null,
  public_id text default ('fac_' || replace((gen_random_uuid())::text, '-', '')) not null,
  operator_id bigint not null,
  kind text not null,
  name text not null,
  secret bytea,
  last_step bigint default 0 not null,
  credential_id bytea,
  public_key bytea,
  sign_count bigint default 0 not null,
  transports text[] default '{}'::text[] not null,
  synced boolean default false not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_used_at timestamptz,
  primary key (id),
  unique (credential_id),
  unique (public_id),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE,
  check ((kind = 'passkey') = ((credential_id IS NOT NULL) AND (public_key IS NOT NULL))),
  check ((kind = 'totp') = (secret IS NOT NULL)),
  check (kind in ('totp', 'passkey'))
);
-- index operator_factors_operator (operator_id)
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- policy member_rows for select to klarpost_app using ((EXISTS ( SELECT 1
   FROM memberships m
  WHERE ((m.operator_id = operator_factors.operator_id) AND (m.account_id = app_account())))))
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table operator_identities (
  issuer text not null,
  subject text not null,
  operator_id bigint not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (issuer, subject),
  unique (operator_id, issuer),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE
);
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- policy member_rows for select to klarpost_app using ((EXISTS ( SELECT 1
   FROM memberships m
  WHERE ((m.operator_id = operator_identities.operator_id) AND (m.account_id = app_account())))))
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table operator_links (
  token_hash bytea not null,
  public_id text default ('inv_' || replace((gen_random_uuid())::text, '-', '')) not null,
  purpose text not null,
  account_id integer,
  email text,
  email_normalised text,
  roles text[],
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  operator_id bigint,
  primary key (token_hash),
  unique (public_id),
  foreign key (account_id) references accounts(id),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE,
  check (purpose in ('setup', 'invitation', 'password'))
);
-- policy account_rows for all to klarpost_retention using ((account_id = app_account()))
-- policy instance_rows for all to klarpost_app using ((app_instance() OR (account_id = app_account()))) with check ((app_instance() OR (account_id = app_account())))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table operator_places (
  operator_id bigint not null,
  place_hash bytea not null,
  last_seen_at timestamptz not null,
  primary key (operator_id, place_hash),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE
);
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table operators (
  id bigint generated always as identity not null,
  public_id text default ('opr_' || replace((gen_random_uuid())::text, '-', '')) not null,
  email text not null,
  email_normalised text not null,
  name text not null,
  password_hash text,
  locale text default 'de' not null,
  is_administrator boolean default false not null,
  disabled_at timestamptz,
  created_at timestamptz default now() not null,
  primary key (id),
  unique (email_normalised),
  unique (public_id),
  check (locale in ('de', 'en'))
);
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- policy member_rows for select to klarpost_app using ((EXISTS ( SELECT 1
   FROM memberships m
  WHERE ((m.operator_id = operators.id) AND (m.account_id = app_account())))))
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table outbox_events (
  id bigint generated always as identity not null,
  account_id integer not null,
  type text not null,
  payload jsonb not null,
  created_at timestamptz default now() not null,
  handled_at timestamptz,
  primary key (id)
);
-- index outbox_open (id) WHERE (handled_at IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, insert, select, update to klarpost_worker
-- row-level security

create table pace_buckets (
  account_id integer not null,
  key text not null,
  tokens double precision default 0 not null,
  filled_at timestamptz default clock_timestamp() not null,
  primary key (account_id, key)
); -- unlogged
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, insert, select, update to klarpost_worker
-- row-level security

create table pace_limits (
  account_id integer not null,
  scope text not null,
  name text default '' not null,
  per_second double precision,
  per_hour integer,
  primary key (account_id, scope, name),
  check ((name = '') = (scope = 'account')),
  check ((per_second IS NOT NULL) OR (per_hour IS NOT NULL)),
  check (per_hour > 0),
  check (per_second > (0)::double precision),
  check (scope in ('account', 'domain', 'provider'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table pace_slowdowns (
  account_id integer not null,
  relay text not null,
  provider text not null,
  per_second double precision not null,
  before_per_second double precision not null,
  since timestamptz not null,
  objected_at timestamptz not null,
  changed_at timestamptz not null,
  objections integer default 1 not null,
  code text not null,
  primary key (account_id, relay, provider)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, insert, select, update to klarpost_worker
-- row-level security

create table people_listed (
  account_id integer not null,
  actor_kind text not null,
  actor_id bigint not null,
  actor_name text not null,
  began_at timestamptz default now() not null,
  last_at timestamptz default now() not null,
  people bigint not null,
  pages integer not null,
  primary key (account_id, actor_kind, actor_id),
  check (actor_kind in ('operator', 'api_key'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table personal_events (
  account_id integer not null,
  mailing_id bigint not null,
  delivery_id bigint not null,
  link smallint not null,
  hour timestamptz not null,
  agent smallint not null
);
-- index personal_events_acts (account_id, delivery_id, link, agent)
-- index personal_events_honeypot (hour, account_id, delivery_id) WHERE (link = 1023)
-- index personal_events_mailing (account_id, mailing_id, link)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant delete, select to klarpost_worker
-- row-level security

create table place_settings (
  account_id integer not null,
  eu_only boolean not null,
  reason text default '' not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (account_id),
  check (length(reason) <= 500)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table places (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('plc_' || replace((gen_random_uuid())::text, '-', '')) not null,
  host text,
  role text not null,
  company text not null,
  country text not null,
  purpose text default '' not null,
  contract_state text not null,
  contract_note text default '' not null,
  contract_on date,
  transfer jsonb,
  declared_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  check ((length(company) >= 2) AND (length(company) <= 200)),
  check (contract_state in ('signed', 'requested', 'missing', 'not_needed')),
  check (country ~ '^[A-Z]{2}$'),
  check (length(contract_note) <= 500),
  check (length(host) <= 253),
  check (length(purpose) <= 500),
  check (role in ('hosting', 'database', 'backup', 'logs', 'storage', 'relay', 'mailbox', 'webhook', 'timestamp', 'feed', 'sign_in', 'sub_processor', 'other'))
);
-- unique index places_host (account_id, host) WHERE (removed_at IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table policy_refusals (
  account_id integer not null,
  day date not null,
  sender_domain text not null,
  provider text not null,
  code smallint not null,
  enhanced text not null,
  meaning text not null,
  count integer not null,
  sample text not null,
  last_at timestamptz not null,
  primary key (account_id, day, sender_domain, provider, code, enhanced, meaning)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table preference_links (
  account_id integer not null,
  id bigint generated always as identity not null,
  kind text not null,
  state text default 'open' not null,
  token_hash bytea not null,
  contact_id bigint,
  email text,
  email_normalised text,
  new_email text,
  new_email_normalised text,
  locale text not null,
  form_public_id text,
  mail jsonb,
  mail_sha256 bytea,
  acceptance jsonb,
  landing_first_at timestamptz,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  finished_at timestamptz,
  primary key (account_id, id),
  check (kind in ('access', 'address_change')),
  check (locale in ('de', 'en')),
  check (state in ('open', 'done', 'expired'))
);
-- index preference_links_address (account_id, email_normalised) WHERE (email_normalised IS NOT NULL)
-- index preference_links_due (expires_at)
-- unique index preference_links_token (token_hash)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table product_categories (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('cat_' || replace((gen_random_uuid())::text, '-', '')) not null,
  parent_id bigint,
  name text not null,
  name_en text default '' not null,
  whole_range boolean default false not null,
  archived_at timestamptz,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, parent_id) references product_categories(account_id, id)
);
-- unique index product_categories_name (account_id, lower(name))
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table profiling_permissions (
  account_id integer not null,
  email_normalised text not null,
  state text not null,
  wording_version_id bigint,
  entry_id bigint,
  contact_ids bigint[] default '{}'::bigint[] not null,
  source text default '' not null,
  changed_at timestamptz default now() not null,
  asked_count integer default 0 not null,
  last_asked_at timestamptz,
  primary key (account_id, email_normalised),
  check ((state <> 'granted') OR ((wording_version_id IS NOT NULL) AND (entry_id IS NOT NULL))),
  check (state in ('unknown', 'granted', 'refused', 'withdrawn'))
);
-- CREATE TRIGGER profiling_permissions_again AFTER UPDATE OF state ON profiling_permissions FOR EACH ROW WHEN (((old.state in ('refused', 'withdrawn')) AND (new.state = 'granted'))) EXECUTE FUNCTION forget_measured_before()
-- CREATE TRIGGER profiling_permissions_facts_delete AFTER DELETE ON profiling_permissions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION profiling_permissions_note_facts()
-- CREATE TRIGGER profiling_permissions_facts_insert AFTER INSERT ON profiling_permissions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION profiling_permissions_note_facts()
-- CREATE TRIGGER profiling_permissions_facts_update AFTER UPDATE ON profiling_permissions REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION profiling_permissions_note_facts()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table purchases (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('pur_' || replace((gen_random_uuid())::text, '-', '')) not null,
  contact_id bigint not null,
  order_number text not null,
  kind text not null,
  category_id bigint not null,
  entity_id bigint not null,
  concluded_on date not null,
  cancelled_on date,
  email text not null,
  email_normalised text not null,
  address_given boolean not null,
  objected boolean default false not null,
  notice_version text,
  notice_on date,
  notice_place text,
  source text not null,
  created_by text not null,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, order_number),
  unique (account_id, public_id),
  foreign key (account_id, category_id) references product_categories(account_id, id),
  foreign key (account_id, entity_id) references legal_entities(account_id, id),
  check (((notice_version IS NULL) = (notice_on IS NULL)) AND ((notice_version IS NULL) = (notice_place IS NULL))),
  check (kind in ('purchase', 'contract', 'free_account', 'trial')),
  check (source in ('form', 'csv', 'api'))
);
-- index purchases_address (account_id, email_normalised)
-- index purchases_contact (account_id, contact_id)
-- index purchases_objected (account_id, email_normalised) WHERE objected
-- index purchases_recent (account_id, concluded_on DESC, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy not_held (restrictive) for delete to klarpost_retention using ((NOT person_held(account_id, contact_id, email_normalised)))
-- policy restricted_rows (restrictive) for select to klarpost_app using (((contact_id IS NULL) OR (( SELECT ((NOT app_hides_restricted()))::integer AS int4) <> 0) OR (NOT (contact_id IN ( SELECT x.id
   FROM unnest(app_hidden_contacts()) x(id))))))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table question_totals (
  account_id integer not null,
  mailing_id bigint not null,
  asked integer default 0 not null,
  granted integer default 0 not null,
  refused integer default 0 not null,
  primary key (account_id, mailing_id),
  check ((asked >= 0) AND (granted >= 0) AND (refused >= 0))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table rate_counters (
  account_id integer not null,
  bucket text not null,
  key_hash bytea not null,
  window_start timestamptz not null,
  hits integer default 1 not null,
  expires_at timestamptz not null,
  primary key (account_id, bucket, key_hash, window_start)
);
-- index rate_counters_expiry (expires_at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table recovery_codes (
  operator_id bigint not null,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (operator_id, code_hash),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE
);
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table recurring_mailings (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('rec_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  mailing_id bigint not null,
  state text default 'draft' not null,
  rule jsonb not null,
  local_time text not null,
  zone text not null,
  starts_on date not null,
  ends_on date,
  ahead_minutes integer not null,
  feed_key text,
  known_entries text[] default '{}'::text[] not null,
  started_by bigint,
  next_local text,
  next_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz,
  zone_field text,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings(account_id, id) ON DELETE CASCADE,
  check ((ahead_minutes >= 0) AND (ahead_minutes <= 10080)),
  check ((length(name) >= 1) AND (length(name) <= 120)),
  check (ends_on >= starts_on),
  check (local_time ~ '^\d\d:\d\d$'),
  check (state in ('draft', 'active', 'paused', 'ended'))
);
-- index recurring_mailings_due (next_at) WHERE (state = 'active')
-- unique index recurring_mailings_public (account_id, public_id)
-- unique index recurring_mailings_template (account_id, mailing_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table recurring_occurrences (
  account_id integer not null,
  id bigint generated always as identity not null,
  recurring_id bigint not null,
  local text not null,
  due_at timestamptz not null,
  state text not null,
  mailing_id bigint,
  detail jsonb default '{}' not null,
  entries text[] default '{}'::text[] not null,
  at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, recurring_id, local),
  foreign key (account_id, recurring_id) references recurring_mailings(account_id, id) ON DELETE CASCADE,
  check (state in ('making', 'made', 'skipped', 'failed', 'missed', 'dropped'))
);
-- index recurring_occurrences_mailing (account_id, mailing_id) WHERE (mailing_id IS NOT NULL)
-- index recurring_occurrences_open (account_id, id) WHERE (state = 'making')
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table relays (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('rel_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kind text not null,
  name text not null,
  enabled boolean default true not null,
  host text,
  port integer,
  base_url text,
  region text,
  channel text,
  tls text not null,
  credentials_sealed bytea,
  proxy_sealed bytea,
  helo_name text,
  streams text[] not null,
  priority integer default 1 not null,
  weight integer default 10 not null,
  connections integer default 4 not null,
  per_second integer,
  version integer default 1 not null,
  outside_eu boolean default false not null,
  outside_eu_by text,
  outside_eu_at timestamptz,
  hook_token_hash bytea,
  hook_password_hash bytea,
  hook_topic text,
  hook_made_at timestamptz,
  hook_last_at timestamptz,
  tested_at timestamptz,
  test_report jsonb,
  failing_since timestamptz,
  failure text,
  archived_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check ((cardinality(streams) > 0) AND (streams <@ ARRAY['marketing', 'opt_in', 'transactional'])),
  check ((connections >= 1) AND (connections <= 50)),
  check ((outside_eu = false) OR (outside_eu_at IS NOT NULL)),
  check ((per_second >= 1) AND (per_second <= 10000)),
  check ((port >= 1) AND (port <= 65535)),
  check ((priority >= 1) AND (priority <= 99)),
  check ((weight >= 1) AND (weight <= 100)),
  check (kind in ('smtp', 'mx', 'ses', 'postmark', 'mailjet', 'brevo', 'scaleway')),
  check (tls in ('implicit', 'required', 'opportunistic', 'none'))
);
-- unique index relays_hook (hook_token_hash) WHERE (hook_token_hash IS NOT NULL)
-- unique index relays_name (account_id, lower(name)) WHERE (archived_at IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select, update to klarpost_worker
-- row-level security

create table reply_forwarding (
  account_id integer not null,
  targets text[] default '{}'::text[] not null,
  updated_at timestamptz default now() not null,
  primary key (account_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table reply_tasks (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('rpl_' || replace((gen_random_uuid())::text, '-', '')) not null,
  message_key bytea not null,
  email text not null,
  email_normalised text not null,
  address_hash bytea,
  contact_id bigint,
  list_id bigint,
  mailing_id bigint,
  subject text not null,
  own_text text not null,
  matches jsonb default '[]' not null,
  state text not null,
  decision text,
  note text,
  receipt text,
  received_at timestamptz not null,
  due_at timestamptz not null,
  decided_at timestamptz,
  decided_by bigint,
  primary key (account_id, id),
  unique (account_id, message_key),
  unique (account_id, public_id),
  check (decision in ('list', 'newsletters', 'advertising', 'none', 'erasure', 'automatic')),
  check (state in ('open', 'erasure', 'decided'))
);
-- index reply_tasks_decided (account_id, decided_at) WHERE (state = 'decided')
-- index reply_tasks_email (account_id, email_normalised)
-- index reply_tasks_open (account_id, due_at) WHERE (state <> 'decided')
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy not_held (restrictive) for delete to klarpost_retention using ((NOT person_held(account_id, contact_id, email_normalised)))
-- policy restricted_rows (restrictive) for select to klarpost_app using (((contact_id IS NULL) OR (( SELECT ((NOT app_hides_restricted()))::integer AS int4) <> 0) OR (NOT (contact_id IN ( SELECT x.id
   FROM unnest(app_hidden_contacts()) x(id))))))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table report_snapshots (
  account_id integer not null,
  mailing_id bigint not null,
  facts jsonb,
  computed_at timestamptz,
  took_ms integer,
  changes bigint default 0 not null,
  seen bigint default 0 not null,
  asked_at timestamptz,
  started_at timestamptz,
  primary key (account_id, mailing_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table restores (
  id bigint generated always as identity not null,
  restored_at timestamptz not null,
  backup text not null,
  backup_at timestamptz,
  from_no bigint not null,
  state text default 'pending' not null,
  replayed_at timestamptz,
  to_no bigint,
  counts jsonb default '{}' not null,
  missing jsonb default '[]' not null,
  confirmed_by text,
  confirmed_at timestamptz,
  reason text,
  primary key (id),
  check (state in ('pending', 'replayed', 'confirmed'))
);
-- grant select, update to klarpost_app
-- grant insert, select, update to klarpost_worker
-- NO row-level security

create table retention_counts (
  account_id integer not null,
  month date not null,
  class text not null,
  done bigint default 0 not null,
  held bigint default 0 not null,
  last_at timestamptz not null,
  primary key (account_id, month, class)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant insert, select, update to klarpost_retention
-- row-level security

create table retention_holds (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('hld_' || replace((gen_random_uuid())::text, '-', '')) not null,
  scope text not null,
  contact_id bigint,
  email_normalised text,
  class text,
  reason text not null,
  review_on date not null,
  ends_on date not null,
  started_by text not null,
  started_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  check ((scope <> 'person') OR (ended_at IS NOT NULL) OR ((contact_id IS NOT NULL) AND (email_normalised IS NOT NULL))),
  check ((scope = 'class') = (class IS NOT NULL)),
  check (scope in ('person', 'class', 'account'))
);
-- index retention_holds_active (account_id, scope) WHERE (ended_at IS NULL)
-- index retention_holds_person (account_id, email_normalised) WHERE ((ended_at IS NULL) AND (scope = 'person'))
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- grant insert, select, update to klarpost_app
-- grant select, update to klarpost_retention
-- row-level security

create table retention_periods (
  account_id integer not null,
  class text not null,
  days integer not null,
  reason text default '' not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (account_id, class),
  check ((days >= 1) AND (days <= 3650))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table retention_protocols (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('rpt_' || replace((gen_random_uuid())::text, '-', '')) not null,
  month date not null,
  counts jsonb not null,
  holds integer not null,
  made_at timestamptz not null,
  seal bytea not null,
  primary key (account_id, id),
  unique (account_id, month),
  unique (account_id, public_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant insert, select to klarpost_retention
-- row-level security

create table saved_sections (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('sec_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  section jsonb not null,
  created_by bigint,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  foreign key (created_by) references operators(id) ON DELETE SET NULL
);
-- unique index saved_sections_name (account_id, lower(name))
-- unique index saved_sections_public (account_id, public_id)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table schema_migrations (
  version integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamptz default now() not null,
  primary key (version)
);
-- NO row-level security

create table second_person_requests (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('spr_' || replace((gen_random_uuid())::text, '-', '')) not null,
  kind text not null,
  state text not null,
  object_id text,
  act jsonb default '{}' not null,
  people integer not null,
  reason text not null,
  requested_by bigint,
  requested_by_key bigint,
  requested_name text not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by bigint,
  decided_name text,
  decided_at timestamptz,
  word text default '' not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (kind in ('export', 'evidence', 'release', 'lift', 'guards')),
  check (state in ('open', 'confirmed', 'refused', 'withdrawn', 'expired', 'waived'))
);
-- index second_person_requests_object (account_id, object_id) WHERE (state = 'open')
-- index second_person_requests_open (account_id, expires_at) WHERE (state = 'open')
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table security_events (
  account_id integer default 0 not null,
  id bigint generated always as identity not null,
  public_id text default ('sev_' || replace((gen_random_uuid())::text, '-', '')) not null,
  at timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  event text not null,
  code text not null,
  method text,
  route text,
  request_id text,
  operator_id bigint,
  api_key_id bigint,
  who text,
  network text,
  summed boolean default false not null,
  primary key (account_id, id),
  check (times > 0)
);
-- index security_events_by_time (account_id, last_at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy installation_end for all to klarpost_retention using ((account_id = 0))
-- policy installation_rows for select to klarpost_app using ((app_instance() AND (account_id = 0)))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert to klarpost_worker
-- row-level security

create table seed_results (
  account_id integer not null,
  seed_test_id bigint not null,
  delivery_id bigint not null,
  provider text not null,
  placement text,
  noted_at timestamptz,
  primary key (account_id, seed_test_id, delivery_id),
  check (placement in ('inbox', 'tab', 'spam', 'missing'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table seed_tests (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('sdt_' || replace((gen_random_uuid())::text, '-', '')) not null,
  mailing_id bigint not null,
  subject text not null,
  created_by bigint,
  created_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table seen_numbers (
  account_id integer not null,
  mailing_id bigint not null,
  link smallint not null,
  agent smallint not null,
  number bigint not null,
  primary key (account_id, mailing_id, link, agent, number),
  check (agent in (0, 1))
);
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select to klarpost_worker
-- row-level security

create table segment_fields (
  account_id integer not null,
  field_id bigint not null,
  key text not null,
  type text not null,
  mark bigint,
  filled_to bigint default 0 not null,
  ready boolean default false not null,
  primary key (account_id, field_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table segments (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('seg_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  definition jsonb not null,
  asks_behaviour boolean default false not null,
  revision integer default 1 not null,
  counts jsonb,
  counted_at timestamptz,
  created_by bigint,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  archived_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- unique index segments_name (account_id, lower(name)) WHERE (archived_at IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table sender_domains (
  account_id integer not null,
  domain text not null,
  records jsonb default '[]' not null,
  checked_at timestamptz,
  bounce_domain text,
  bounce_seen_at timestamptz,
  dns_host text,
  found_dns_host text,
  zone text,
  postmaster_at timestamptz,
  alarmed_at timestamptz,
  primary key (account_id, domain)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table senders (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('snd_' || replace((gen_random_uuid())::text, '-', '')) not null,
  from_name text not null,
  from_address text not null,
  domain text not null,
  reply_to text not null,
  is_default boolean default false not null,
  warnings_acknowledged_at timestamptz,
  archived_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- unique index senders_default (account_id) WHERE (is_default AND (archived_at IS NULL))
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table sending_alarms (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('alm_' || replace((gen_random_uuid())::text, '-', '')) not null,
  code text not null,
  subject text not null,
  run_id bigint,
  figures jsonb default '{}' not null,
  raised_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (code in ('hard_bounces', 'complaints', 'complaints_high', 'missed', 'stalled', 'occurrence', 'winner'))
);
-- unique index sending_alarms_open (account_id, code, subject) WHERE (ended_at IS NULL)
-- index sending_alarms_recent (account_id, code, subject, raised_at)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select, update to klarpost_worker
-- row-level security

create table sending_identity (
  one boolean default true not null,
  installation uuid not null,
  system_identifier text not null,
  database_oid bigint not null,
  beat bigint not null,
  seen_at timestamptz not null,
  primary key (one),
  CHECK (one)
);
-- grant select to klarpost_app
-- grant insert, select, update to klarpost_worker
-- NO row-level security

create table sending_machines (
  id uuid not null,
  seen_at timestamptz not null,
  primary key (id)
);
-- grant select to klarpost_app
-- grant delete, insert, select, update to klarpost_worker
-- NO row-level security

create table sending_settings (
  account_id integer not null,
  hard_bounce_stop numeric(6,4) default 0.02 not null,
  missed_after_minutes integer default 120 not null,
  updated_at timestamptz not null,
  primary key (account_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table sessions (
  token_hash bytea not null,
  public_id text default ('ses_' || replace((gen_random_uuid())::text, '-', '')) not null,
  operator_id bigint not null,
  created_at timestamptz default now() not null,
  last_seen_at timestamptz default now() not null,
  expires_at timestamptz not null,
  user_agent text,
  method text default 'password' not null,
  second_factor_at timestamptz,
  proved_at timestamptz default now() not null,
  primary key (token_hash),
  unique (public_id),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE,
  check (method in ('password', 'passkey', 'provider'))
);
-- index sessions_operator (operator_id)
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table sign_in_steps (
  token_hash bytea not null,
  purpose text not null,
  operator_id bigint,
  sealed bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (token_hash),
  foreign key (operator_id) references operators(id) ON DELETE CASCADE,
  check (purpose in ('factor', 'passkey', 'register', 'prove', 'provider'))
);
-- policy instance_rows for all to klarpost_app using (app_instance()) with check (app_instance())
-- grant delete, insert, select, update to klarpost_app
-- row-level security

create table stored_files (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('fil_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  created_at timestamptz default now() not null,
  expires_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table subscriptions (
  account_id integer not null,
  list_id bigint not null,
  email_normalised text not null,
  contact_id bigint not null,
  state text not null,
  proof text,
  flag text,
  entry_id bigint,
  wording_version_id bigint,
  source text default '' not null,
  requested_at timestamptz default now() not null,
  confirmed_at timestamptz,
  unsubscribed_at timestamptz,
  last_mailed_at timestamptz,
  primary key (account_id, email_normalised, list_id),
  check ((state <> 'confirmed') OR (flag = 'unverified') OR ((entry_id IS NOT NULL) AND (proof IS NOT NULL))),
  check (flag in ('unverified', 'stale')),
  check (state in ('pending', 'confirmed', 'unsubscribed'))
);
-- index subscriptions_contact (account_id, contact_id, list_id, state)
-- index subscriptions_state (account_id, list_id, state, contact_id)
-- CREATE TRIGGER subscriptions_facts_delete AFTER DELETE ON subscriptions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION subscriptions_note_facts()
-- CREATE TRIGGER subscriptions_facts_insert AFTER INSERT ON subscriptions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION subscriptions_note_facts()
-- CREATE TRIGGER subscriptions_facts_update AFTER UPDATE ON subscriptions REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION subscriptions_note_facts()
-- CREATE TRIGGER subscriptions_refer_insert AFTER INSERT ON subscriptions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION subscriptions_refer()
-- CREATE TRIGGER subscriptions_stay_update BEFORE UPDATE OF list_id ON subscriptions FOR EACH ROW WHEN ((old.list_id <> new.list_id)) EXECUTE FUNCTION subscriptions_stay()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using (((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0) OR (contact_id IN ( SELECT x.id
   FROM unnest(app_assigned_contacts()) x(id)))))
-- policy not_held (restrictive) for delete to klarpost_retention using ((NOT person_held(account_id, contact_id, email_normalised)))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table suppression_grounds (
  account_id integer not null,
  subject text not null,
  ground text not null,
  retention_months integer,
  reasoning text not null,
  review_on date not null,
  decided_by bigint,
  decided_by_name text not null,
  decided_at timestamptz not null,
  primary key (account_id, subject),
  check ((retention_months >= 12) AND (retention_months <= 1200)),
  check (ground in ('art_6_1_c', 'art_6_1_f')),
  check (subject in ('unsubscribe_lists', 'blacklist'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table suppressions (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('sup_' || replace((gen_random_uuid())::text, '-', '')) not null,
  scope text not null,
  list_id bigint,
  email_normalised text,
  address_hash bytea,
  domain text,
  source_system text,
  person_number text,
  contact_id bigint,
  reason text not null,
  origin text not null,
  entry_id bigint,
  created_by bigint,
  created_at timestamptz default now() not null,
  review_on date,
  lifted_at timestamptz,
  lifted_by bigint,
  lift_reason text,
  owner_id bigint,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (scope in ('list_address', 'newsletters_address', 'customer_7_3_address', 'account_address', 'account_person', 'source_person', 'blacklist', 'retained', 'complaint', 'held'))
);
-- index suppressions_address (account_id, address_hash) WHERE (lifted_at IS NULL)
-- index suppressions_below (account_id) WHERE ((lifted_at IS NULL) AND (domain ~~ '*.%'))
-- index suppressions_contact (account_id, contact_id) WHERE ((lifted_at IS NULL) AND (contact_id IS NOT NULL))
-- index suppressions_domain (account_id, domain) WHERE ((lifted_at IS NULL) AND (domain IS NOT NULL))
-- index suppressions_email (account_id, email_normalised) WHERE (lifted_at IS NULL)
-- unique index suppressions_once (account_id, scope, COALESCE(list_id, (0)::bigint), COALESCE(address_hash, '\x'::bytea), COALESCE(domain, ''), COALESCE(source_system, ''), COALESCE(person_number, ''), COALESCE(contact_id, (0)::bigint)) WHERE (lifted_at IS NULL)
-- index suppressions_person (account_id, source_system, person_number) WHERE ((lifted_at IS NULL) AND (person_number IS NOT NULL))
-- index suppressions_retained (account_id, id) WHERE ((scope = 'retained') AND (lifted_at IS NULL))
-- index suppressions_retained_at (account_id, created_at) WHERE (scope = 'retained')
-- index suppressions_review (account_id, review_on) WHERE ((lifted_at IS NULL) AND (review_on IS NOT NULL))
-- CREATE TRIGGER suppressions_facts_delete AFTER DELETE ON suppressions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION suppressions_note_facts()
-- CREATE TRIGGER suppressions_facts_insert AFTER INSERT ON suppressions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION suppressions_note_facts()
-- CREATE TRIGGER suppressions_facts_update AFTER UPDATE ON suppressions REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION suppressions_note_facts()
-- CREATE TRIGGER suppressions_journal AFTER INSERT ON suppressions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION journal_suppressed()
-- CREATE TRIGGER suppressions_journal_lifted AFTER UPDATE ON suppressions REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION journal_lifted()
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy only_list_entries (restrictive) for delete to klarpost_retention using ((scope = 'list_address'))
-- grant insert, select, update to klarpost_app
-- grant delete, select, update to klarpost_retention
-- row-level security

create table templates (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('tpl_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  description text default '' not null,
  locale text not null,
  subject text default '' not null,
  preheader text default '' not null,
  source_kind text not null,
  source jsonb,
  html text not null,
  is_shared boolean default false not null,
  revision integer default 1 not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (locale in ('de', 'en')),
  check (source_kind in ('html', 'mjml', 'blocks'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table test_mail_looks (
  account_id integer not null,
  id bigint generated always as identity not null,
  token_hash bytea not null,
  mailing_id bigint not null,
  sent_via text not null,
  sent_by text not null,
  sent_at timestamptz not null,
  looked_at timestamptz,
  primary key (account_id, id),
  check (sent_via in ('relay', 'mailbox'))
);
-- index test_mail_looks_done (account_id, looked_at DESC) WHERE (looked_at IS NOT NULL)
-- unique index test_mail_looks_token (token_hash)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table tool_notes (
  account_id integer not null,
  key text not null,
  name text,
  vendor text,
  owner text not null,
  purpose text not null,
  data_classes text[] default '{}'::text[] not null,
  can_track boolean default false not null,
  review_on date not null,
  noted_by text not null,
  noted_at timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, key),
  check ((length(owner) >= 2) AND (length(owner) <= 120)),
  check ((length(purpose) >= 3) AND (length(purpose) <= 500)),
  check (length(key) <= 120),
  check (length(name) <= 120),
  check (length(vendor) <= 120)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table training_certificates (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('trn_' || replace((gen_random_uuid())::text, '-', '')) not null,
  operator_id bigint not null,
  name text not null,
  locale text not null,
  course_version text not null,
  passed_at timestamptz not null,
  valid_until date not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (locale in ('de', 'en'))
);
-- index training_certificates_operator (account_id, operator_id, passed_at DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table training_reminders (
  account_id integer not null,
  operator_id bigint not null,
  due_on date not null,
  stage text not null,
  at timestamptz not null,
  primary key (account_id, operator_id, due_on, stage),
  check (stage in ('overdue', 'suspended'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table transactional_templates (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('tpl_' || replace((gen_random_uuid())::text, '-', '')) not null,
  name text not null,
  category text not null,
  law text,
  locale text not null,
  subject text not null,
  html text not null,
  text text default '' not null,
  advertising_list_ids bigint[] default '{}'::bigint[] not null,
  offer_category_id bigint,
  offer_entity_id bigint,
  revision integer default 1 not null,
  archived_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check ((category = 'legal') = (law IS NOT NULL)),
  check (category in ('order', 'contract', 'security', 'service', 'legal')),
  check (locale in ('de', 'en'))
);
-- unique index transactional_templates_name (account_id, name) WHERE (archived_at IS NULL)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table uncertain_decisions (
  account_id integer not null,
  delivery_id bigint not null,
  attempt smallint not null,
  decision text not null,
  operator_id bigint,
  decided_by text not null,
  reason text not null,
  decided_at timestamptz not null,
  primary key (account_id, delivery_id, attempt),
  check (decision in ('accepted', 'resend'))
);
-- unique index uncertain_decisions_resend (account_id, delivery_id) WHERE (decision = 'resend')
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant insert, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant select to klarpost_worker
-- row-level security

create table unknown_messages (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('unk_' || replace((gen_random_uuid())::text, '-', '')) not null,
  message_key bytea not null,
  mailbox_id bigint,
  source text not null,
  sealed bytea,
  size_bytes integer not null,
  email text,
  email_normalised text,
  subject text not null,
  delivery_id bigint,
  rule_id bigint,
  state text default 'waiting' not null,
  decision text,
  decided_by bigint,
  decided_at timestamptz,
  received_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, message_key),
  unique (account_id, public_id),
  check (decision in ('hard', 'soft', 'policy', 'auto_reply', 'complaint', 'ignore')),
  check (source in ('listener', 'mailbox', 'api', 'webhook')),
  check (state in ('waiting', 'decided'))
);
-- index unknown_messages_email (account_id, email_normalised)
-- index unknown_messages_state (account_id, state, id DESC)
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy assigned_rows (restrictive) for select to klarpost_app using ((( SELECT ((app_assigned_to() IS NULL))::integer AS int4) <> 0))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table warm_up_days (
  account_id integer not null,
  domain text not null,
  provider text not null,
  day date not null,
  taken integer default 0 not null,
  primary key (account_id, domain, provider, day)
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, select to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select, update to klarpost_worker
-- row-level security

create table warm_ups (
  account_id integer not null,
  domain text not null,
  state text not null,
  caps integer[],
  declared_per_day integer,
  started_at timestamptz default now() not null,
  decided_by text,
  primary key (account_id, domain),
  check (declared_per_day > 0),
  check (state in ('running', 'skipped'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- policy worker_rows for all to klarpost_worker using (true) with check (true)
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- grant insert, select to klarpost_worker
-- row-level security

create table web_views (
  account_id integer not null,
  mailing_id bigint not null,
  withdrawn_at timestamptz,
  left_out boolean default false not null,
  primary key (account_id, mailing_id),
  foreign key (account_id, mailing_id) references mailings(account_id, id) ON DELETE CASCADE
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant delete, insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table wording_versions (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('wrv_' || replace((gen_random_uuid())::text, '-', '')) not null,
  wording_id bigint not null,
  version integer not null,
  locale text not null,
  text text not null,
  sha256 bytea not null,
  material boolean default false not null,
  techniques text[] default '{}'::text[] not null,
  uses text[] default '{}'::text[] not null,
  channels text[] default '{newsletter}'::text[] not null,
  created_by bigint,
  created_at timestamptz default now() not null,
  approved_at timestamptz,
  approved_by bigint,
  retired_at timestamptz,
  annex_title text default '' not null,
  annex_text text default '' not null,
  annex_url text default '' not null,
  changes text[] default '{}'::text[] not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, wording_id, version, locale),
  foreign key (account_id, wording_id) references wordings(account_id, id),
  check (changes <@ ARRAY['controller', 'topics', 'technique', 'use', 'channel', 'annex']),
  check (locale in ('de', 'en'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update (approved_at), update (approved_by), update (retired_at) to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security

create table wordings (
  account_id integer not null,
  id bigint generated always as identity not null,
  public_id text default ('wrd_' || replace((gen_random_uuid())::text, '-', '')) not null,
  purpose text not null,
  name text not null,
  created_at timestamptz default now() not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (purpose in ('newsletter', 'profiling', 'sales_1to1', 'crm_campaign_email', 'web_tracking', 'web_email_link'))
);
-- policy account_rows for all to klarpost_app, klarpost_retention using ((account_id = app_account())) with check ((account_id = app_account()))
-- grant insert, select, update to klarpost_app
-- grant delete, select to klarpost_retention
-- row-level security
