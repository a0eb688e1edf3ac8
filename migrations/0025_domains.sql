-- Domains that send: their signing keys over time, what was found in the DNS, and what receivers report about them.

-- A key is made, published, used, replaced, kept published for a while, and at last withdrawn.
alter table dkim_keys
  add column state text not null default 'active' check (state in ('new', 'active', 'retiring', 'revoked')),
  -- Null: for every stream without keys of its own (SND-18).
  add column stream text check (stream in ('marketing', 'opt_in', 'transactional')),
  -- d= of the signature: the domain itself or a name below it.
  add column signing_domain text,
  add column published_at timestamptz,
  add column activated_at timestamptz,
  add column revoked_at timestamptz,
  add column reminded_at timestamptz;
update dkim_keys set signing_domain = domain, activated_at = created_at, state = case when retired_at is null then 'active' else 'revoked' end;
alter table dkim_keys alter column signing_domain set not null;
create index dkim_keys_state on dkim_keys (state, activated_at);
-- A key that never signed, or was withdrawn, may go.
grant delete on dkim_keys to klarpost_app;

-- A domain has settings before anybody looked at its records.
alter table sender_domains
  alter column records set default '[]',
  alter column checked_at drop not null,
  -- Domain of the envelope senders, below the sender's domain; its records have to be found before it is used.
  add column bounce_domain text,
  add column bounce_seen_at timestamptz,
  -- The DNS host that the operator chose; null: the one its name servers tell.
  add column dns_host text,
  add column found_dns_host text,
  -- Where the DNS zone begins that the domain lies in.
  add column zone text,
  -- Somebody declared that postmaster tools and feedback loops are set up (CHK-18).
  add column postmaster_at timestamptz,
  -- When somebody was told last that reports show failures (SND-14).
  add column alarmed_at timestamptz;

-- What was found before has another form.
update sender_domains set records = '[]', checked_at = null;

create table domain_checks (
  account_id int not null,
  id bigint generated always as identity,
  domain text not null,
  checked_at timestamptz not null,
  automatic boolean not null,
  -- Status by record: {"spf": "passed", …}
  found jsonb not null,
  primary key (account_id, id)
);
create index domain_checks_domain on domain_checks (account_id, domain, checked_at desc);
select protect_table('domain_checks', 'select, insert, delete');

-- Reports of receivers (RFC 9990, RFC 8460): one row a report, so that none counts twice.
create table domain_reports (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'rpt_' || replace(gen_random_uuid()::text, '-', ''),
  kind text not null check (kind in ('dmarc', 'tls')),
  domain text not null,
  reporter text not null,
  report_id text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  received_at timestamptz not null,
  messages bigint not null,
  failures bigint not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, kind, domain, reporter, report_id)
);
create index domain_reports_received on domain_reports (account_id, domain, ends_at desc);
select protect_table('domain_reports', 'select, insert, delete');

-- What the reports say, summed by day and sending server. Addresses of servers, never of people.
create table domain_report_days (
  account_id int not null,
  kind text not null check (kind in ('dmarc', 'tls')),
  domain text not null,
  day date not null,
  -- DMARC: address of the sending server. TLS: why sessions failed, or 'ok'.
  source text not null,
  messages bigint not null,
  failures bigint not null,
  dkim_aligned bigint not null default 0,
  spf_aligned bigint not null default 0,
  -- Signed with a key of this account.
  own bigint not null default 0,
  primary key (account_id, kind, domain, day, source)
);
select protect_table('domain_report_days', 'select, insert, update, delete');
