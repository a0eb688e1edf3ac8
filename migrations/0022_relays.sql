-- Ways out for mail: relays, direct delivery, HTTP interfaces of providers (SND-04, SND-18, ORG-09).
create table relays (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('rel_' || replace(gen_random_uuid()::text, '-', '')),
  kind text not null check (kind in ('smtp', 'mx', 'ses', 'postmark', 'mailjet', 'brevo', 'scaleway')),
  name text not null,
  enabled boolean not null default true,
  host text,
  port int check (port between 1 and 65535),
  base_url text,
  region text,
  -- The provider's own division: configuration set, message stream, project.
  channel text,
  tls text not null check (tls in ('implicit', 'required', 'opportunistic', 'none')),
  -- Sealed; opened only where mail is sent or the way is tested.
  credentials_sealed bytea,
  proxy_sealed bytea,
  helo_name text,
  streams text[] not null check (cardinality(streams) > 0 and streams <@ array['marketing', 'opt_in', 'transactional']),
  -- Lower first; among equals by weight.
  priority int not null default 1 check (priority between 1 and 99),
  weight int not null default 10 check (weight between 1 and 100),
  connections int not null default 4 check (connections between 1 and 50),
  per_second int check (per_second between 1 and 10000),
  -- Rises with every change, so that open connections are replaced.
  version int not null default 1,
  outside_eu boolean not null default false,
  -- Who confirmed that mail leaves the EU here, and when (ORG-09).
  outside_eu_by text,
  outside_eu_at timestamptz,
  -- Where the provider reports what became of mails: hashes of the secrets, and the topic that reports (SNS).
  hook_token_hash bytea,
  hook_password_hash bytea,
  hook_topic text,
  hook_made_at timestamptz,
  hook_last_at timestamptz,
  tested_at timestamptz,
  test_report jsonb,
  -- As the sending process last found it.
  failing_since timestamptz,
  failure text,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id),
  check (outside_eu = false or outside_eu_at is not null)
);
create unique index relays_name on relays (account_id, lower(name)) where archived_at is null;
create unique index relays_hook on relays (hook_token_hash) where hook_token_hash is not null;

select protect_table('relays', 'select, insert, update', 'select, update');
