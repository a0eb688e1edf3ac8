-- Mailings: drafts with their settings, and what became of them.

create table mailings (
  account_id int not null,
  -- Also the number in tracking tokens: unique on the instance, at most 67,108,863.
  id bigint generated always as identity (maxvalue 67108863),
  public_id text not null default 'mlg_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  kind text not null default 'newsletter',
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'preparing', 'sending', 'paused', 'sent', 'cancelled', 'missed')),
  locale text not null default 'de' check (locale in ('de', 'en')),
  sender_id bigint,
  list_ids bigint[] not null default '{}',
  subject text not null default '',
  preheader text not null default '',
  html text not null default '',
  text text not null default '',
  text_is_edited boolean not null default false,
  settings jsonb not null default '{}',
  -- Raised with every save, so that two people do not overwrite each other.
  revision int not null default 1,
  scheduled_at timestamptz,
  content_version_id bigint,
  run_id bigint,
  -- LEG-20: who received it on which basis, who did not and why, frozen.
  basis_report jsonb,
  test_sent_at timestamptz,
  approved_by bigint,
  approved_at timestamptz,
  created_by bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  archived_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index mailings_recent on mailings (account_id, updated_at desc);
create index mailings_due on mailings (scheduled_at) where state = 'scheduled';
select protect_table('mailings', 'select, insert, update, delete', 'select');
