-- Sign-up forms, their shown versions, and requests that wait for the confirming press of a button.

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
  -- Title, introduction, lists, optional fields, whether to ask for the analysis permission, languages.
  definition jsonb not null,
  sha256 bytea not null,
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
  kind text not null check (kind in ('sign_up', 'address_change')),
  state text not null check (state in ('pending', 'confirmed', 'declined', 'expired')),
  -- DOI-09: only the hash of the token is kept.
  token_hash bytea not null,
  form_version_id bigint,
  contact_id bigint,
  email text not null,
  email_normalised text not null,
  fields jsonb not null default '{}',
  list_ids bigint[] not null default '{}',
  wants_profiling boolean not null default false,
  -- What was declared: wording versions, the texts as shown, privacy notice, page, time (CON-05).
  declaration jsonb not null,
  locale text not null check (locale in ('de', 'en')),
  ip_sealed bytea,
  delivery_id bigint,
  -- Re-renderable mail with placeholders for tokens, and its hash (DOI-08).
  mail jsonb,
  mail_sha256 bytea,
  landing_first_at timestamptz,
  scanner_hits int not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  finished_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index consent_requests_token on consent_requests (token_hash);
create index consent_requests_address on consent_requests (account_id, email_normalised);
create index consent_requests_expiry on consent_requests (expires_at) where state = 'pending';
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
select protect_table('forms', 'select, insert, update');
select protect_table('form_versions', 'select, insert');
select protect_table('consent_requests', 'select, insert, update, delete');
select protect_table('rate_counters', 'select, insert, update, delete');
-- A visitor comes with a form's id or a link's token and no account: these two questions alone cross accounts.
create function account_of_form(form_public_id text) returns int language sql stable security definer set search_path = public
  return (select f.account_id from forms f where f.public_id = form_public_id);
create function account_of_request(request_token_hash bytea) returns int language sql stable security definer set search_path = public
  return (select r.account_id from consent_requests r where r.token_hash = request_token_hash);
revoke execute on function account_of_form, account_of_request from public;
grant execute on function account_of_form, account_of_request to klarpost_app;
