-- Sign-up forms and their shown versions, requests that wait for the confirming press of a button, and the links
-- by which people reach their settings.

create table forms (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'frm_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  current_version_id bigint,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index forms_public on forms (public_id);
create table form_versions (
  account_id int not null,
  id bigint generated always as identity,
  form_id bigint not null,
  version int not null,
  -- What was set (lists, optional fields, languages), and what it showed: every text in every language.
  definition jsonb not null,
  sha256 bytea not null,
  -- Null when a changed list or wording made the version, not an operator.
  created_by bigint,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, form_id, version),
  foreign key (account_id, form_id) references forms (account_id, id)
);
create table consent_requests (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'req_' || replace(gen_random_uuid()::text, '-', ''),
  state text not null check (state in ('pending', 'confirmed', 'declined', 'expired')),
  -- DOI-09: only the hash of the token is kept. It stays when the rest goes, so that the link can say what happened.
  token_hash bytea not null,
  form_id bigint not null,
  form_version_id bigint not null,
  contact_id bigint,
  -- The contact came with this request and goes with it (DOI-10).
  contact_created boolean not null default false,
  email text,
  email_normalised text,
  fields jsonb not null default '{}',
  list_ids bigint[] not null default '{}',
  wants_profiling boolean not null default false,
  -- What was declared: wording versions, the texts as shown, privacy notice, page, time (CON-05).
  declaration jsonb,
  locale text not null check (locale in ('de', 'en')),
  ip_sealed bytea,
  delivery_id bigint,
  -- The mail with a placeholder for the token, its hash, and the receiving server's word (DOI-08).
  mail jsonb,
  mail_sha256 bytea,
  acceptance jsonb,
  landing_first_at timestamptz,
  scanner_hits int not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  finished_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (state <> 'pending' or (email is not null and email_normalised is not null and declaration is not null))
);
create unique index consent_requests_token on consent_requests (token_hash);
create index consent_requests_address on consent_requests (account_id, email_normalised) where email_normalised is not null;
create index consent_requests_form on consent_requests (account_id, form_id, created_at);
create index consent_requests_due on consent_requests (expires_at) where email is not null;
-- Counters by keyed hash for rate limits (DOI-10, DOI-11): no address is kept here.
create table rate_counters (
  account_id int not null,
  bucket text not null,
  key_hash bytea not null,
  window_start timestamptz not null,
  hits int not null default 1,
  expires_at timestamptz not null,
  primary key (account_id, bucket, key_hash, window_start)
);
create index rate_counters_expiry on rate_counters (expires_at);
-- Links to "Verwalten" that were sent on request, and changes of an address that wait for its confirmation (DOI-14).
create table preference_links (
  account_id int not null,
  id bigint generated always as identity,
  kind text not null check (kind in ('access', 'address_change')),
  state text not null default 'open' check (state in ('open', 'done', 'expired')),
  token_hash bytea not null,
  -- Null where several people share the address: then the link shows what belongs to the address only (DSR-15).
  contact_id bigint,
  email text,
  email_normalised text,
  new_email text,
  new_email_normalised text,
  locale text not null check (locale in ('de', 'en')),
  -- Public id of the form whose newsletters the page lists (DSR-17).
  form_public_id text,
  mail jsonb,
  mail_sha256 bytea,
  acceptance jsonb,
  landing_first_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  finished_at timestamptz,
  primary key (account_id, id)
);
create unique index preference_links_token on preference_links (token_hash);
create index preference_links_address on preference_links (account_id, email_normalised) where email_normalised is not null;
create index preference_links_due on preference_links (expires_at);
select protect_table('forms', 'select, insert, update');
select protect_table('form_versions', 'select, insert');
select protect_table('consent_requests', 'select, insert, update, delete');
select protect_table('rate_counters', 'select, insert, update, delete');
select protect_table('preference_links', 'select, insert, update, delete');
-- A visitor comes with a form's id or a link's token and no account: these questions alone cross accounts.
create function account_of_form(form_public_id text) returns int language sql stable security definer set search_path = public
  return (select f.account_id from forms f where f.public_id = form_public_id);
create function account_of_request(request_token_hash bytea) returns int language sql stable security definer set search_path = public
  return (select r.account_id from consent_requests r where r.token_hash = request_token_hash);
create function account_of_preference_link(link_token_hash bytea) returns int language sql stable security definer set search_path = public
  return (select l.account_id from preference_links l where l.token_hash = link_token_hash);
-- Where the worker that deletes has something to do; suspended accounts are not spared (DOI-10).
create function accounts_with_due_requests(due timestamptz, now_at timestamptz) returns setof int language sql stable security definer set search_path = public
begin atomic
  select r.account_id from consent_requests r where r.email is not null and r.expires_at <= due
  union
  select c.account_id from rate_counters c where c.expires_at <= now_at;
end;
create function accounts_with_due_links(due timestamptz) returns setof int language sql stable security definer set search_path = public
begin atomic
  select distinct l.account_id from preference_links l where l.expires_at <= due;
end;
revoke execute on function account_of_form, account_of_request, account_of_preference_link, accounts_with_due_requests, accounts_with_due_links from public;
grant execute on function account_of_form, account_of_request, account_of_preference_link to klarpost_app;
grant execute on function accounts_with_due_requests, accounts_with_due_links to klarpost_worker;
