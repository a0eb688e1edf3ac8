-- What was or will be sent. A version never changes; an edit makes a new one.

create table content_versions (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'cnt_' || replace(gen_random_uuid()::text, '-', ''),
  locale text not null check (locale in ('de', 'en')),
  subject text not null,
  preheader text not null default '',
  html text not null,
  text text not null,
  text_is_edited boolean not null default false,
  -- [{ no, url, label, notPersonal, position }] in the order of the template.
  links jsonb not null default '[]',
  settings jsonb not null default '{}',
  sha256 bytea not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
select protect_table('content_versions', 'select, insert');
