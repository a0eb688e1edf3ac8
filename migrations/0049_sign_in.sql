-- Second factors, sign-on by an identity provider, known browsers, and one-time links for a new password.

-- What a person has beside the password (ORG-02). An authenticator app shares a secret with us, sealed with the
-- instance's key; a passkey gives us a public key only. What is not confirmed yet lets nobody in.
create table operator_factors (
  id bigint generated always as identity primary key,
  public_id text not null unique default 'fac_' || replace(gen_random_uuid()::text, '-', ''),
  operator_id bigint not null references operators (id) on delete cascade,
  kind text not null check (kind in ('totp', 'passkey')),
  name text not null,
  secret bytea,
  -- The newest time step whose code was taken: no code is taken twice (RFC 6238, 5.2).
  last_step bigint not null default 0,
  credential_id bytea unique,
  public_key bytea,
  sign_count bigint not null default 0,
  transports text[] not null default '{}',
  -- Kept by the maker of the device on several devices.
  synced boolean not null default false,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_used_at timestamptz,
  check ((kind = 'totp') = (secret is not null)),
  check ((kind = 'passkey') = (credential_id is not null and public_key is not null))
);
create index operator_factors_operator on operator_factors (operator_id);

-- Codes for the day the phone is lost: keyed hashes, one use each.
create table recovery_codes (
  operator_id bigint not null references operators (id) on delete cascade,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (operator_id, code_hash)
);

-- A sign-in or an enrolment between two requests; its token lives in a cookie for ten minutes.
create table sign_in_steps (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('factor', 'passkey', 'register', 'prove', 'provider')),
  operator_id bigint references operators (id) on delete cascade,
  sealed bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- Browsers somebody has signed in with, so that a new one is told to its owner.
create table operator_devices (
  operator_id bigint not null references operators (id) on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (operator_id, token_hash)
);

-- Whom the identity provider means by its subject; an address that it gives to somebody else opens nothing.
create table operator_identities (
  issuer text not null,
  subject text not null,
  operator_id bigint not null references operators (id) on delete cascade,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (issuer, subject),
  unique (operator_id, issuer)
);

-- The house's identity provider; at most one.
create table identity_provider (
  only_one boolean primary key default true check (only_one),
  name text not null,
  issuer text not null,
  client_id text not null,
  client_secret bytea,
  enabled boolean not null default false,
  -- Whether its own second factor counts, and by which words of `amr` or `acr` it says so.
  mfa_counts boolean not null default false,
  mfa_amr text[] not null default '{}',
  mfa_acr text[] not null default '{}',
  role_claim text,
  role_rules jsonb not null default '[]',
  updated_at timestamptz not null,
  tested_at timestamptz,
  test_problem text
);

alter table sessions
  -- By what the person came in, and when a second factor was given; null: without one.
  add column method text not null default 'password' check (method in ('password', 'passkey', 'provider')),
  add column second_factor_at timestamptz,
  -- The last time the person proved to be there.
  add column proved_at timestamptz not null default now();

alter table operator_links
  drop constraint operator_links_purpose_check,
  add constraint operator_links_purpose_check check (purpose in ('setup', 'invitation', 'password')),
  add column operator_id bigint references operators (id) on delete cascade;

alter table api_keys add column warned_at timestamptz;

do $$
declare t text;
begin
  foreach t in array array['operator_factors', 'recovery_codes', 'sign_in_steps', 'operator_devices', 'operator_identities', 'identity_provider'] loop
    execute format('alter table %I enable row level security', t);
    execute format('grant select, insert, update, delete on %I to klarpost_app', t);
    execute format('create policy instance_rows on %I to klarpost_app using (app_instance()) with check (app_instance())', t);
  end loop;
end $$;
-- Whether the members of an account have a second factor is asked by its checklist.
create policy member_rows on operator_factors for select to klarpost_app using (exists (select 1 from memberships m where m.operator_id = operator_factors.operator_id and m.account_id = app_account()));
create policy member_rows on operator_identities for select to klarpost_app using (exists (select 1 from memberships m where m.operator_id = operator_identities.operator_id and m.account_id = app_account()));
create policy account_looks on identity_provider for select to klarpost_app using (app_account() is not null);
