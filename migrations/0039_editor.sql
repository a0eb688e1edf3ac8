-- What mailings are written in, the look of an account's mails, sections kept for again, versions, comments.

alter table mailings
  -- What the author writes; `html` is made from it with each save, and stays what is checked and sent.
  add column source_kind text not null default 'html' check (source_kind in ('html', 'mjml', 'blocks')),
  add column source jsonb,
  add constraint mailings_source check ((source_kind = 'html') = (source is null));

create table brand_kits (
  account_id int primary key,
  headings text not null,
  text text not null,
  buttons text not null,
  logo_width smallint not null default 160 check (logo_width between 16 and 600),
  footer text not null default '',
  social jsonb not null default '[]',
  updated_at timestamptz not null default now()
);

-- A section of blocks under a name, for every mailing of the account.
create table saved_sections (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'sec_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  section jsonb not null,
  created_by bigint references operators (id) on delete set null,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index saved_sections_public on saved_sections (account_id, public_id);
create unique index saved_sections_name on saved_sections (account_id, lower(name));

create table mailing_versions (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'ver_' || replace(gen_random_uuid()::text, '-', ''),
  mailing_id bigint not null,
  -- Named by hand: stays however many there are.
  name text,
  revision int not null,
  subject text not null,
  preheader text not null,
  html text not null,
  text text not null,
  text_is_edited boolean not null,
  source_kind text not null check (source_kind in ('html', 'mjml', 'blocks')),
  source jsonb,
  created_by bigint references operators (id) on delete set null,
  created_at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings (account_id, id) on delete cascade
);
create unique index mailing_versions_public on mailing_versions (account_id, public_id);
create index mailing_versions_mailing on mailing_versions (account_id, mailing_id, created_at desc, id desc);

create table mailing_comments (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'com_' || replace(gen_random_uuid()::text, '-', ''),
  mailing_id bigint not null,
  -- The block it is about; it may be gone by now.
  block_id text,
  body text not null,
  created_by bigint references operators (id) on delete set null,
  created_at timestamptz not null,
  resolved_by bigint references operators (id) on delete set null,
  resolved_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, mailing_id) references mailings (account_id, id) on delete cascade
);
create unique index mailing_comments_public on mailing_comments (account_id, public_id);
create index mailing_comments_mailing on mailing_comments (account_id, mailing_id, id);

select protect_table('brand_kits', 'select, insert, update');
select protect_table('saved_sections', 'select, insert, update, delete');
select protect_table('mailing_versions', 'select, insert, update, delete');
select protect_table('mailing_comments', 'select, insert, update, delete');
