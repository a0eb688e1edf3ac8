-- What the quality of a content rests on beyond its text: answers of its links, feeds, a second language.

-- What an address of a mailing answered when it was last asked. Kept by address, so that a link that stands in several
-- mailings is asked once; no row says in whose mail it stood.
create table link_answers (
  account_id int not null,
  url_hash bytea not null check (length(url_hash) = 32),
  url text not null,
  state text not null check (state in ('reachable', 'moved', 'not_found', 'failed', 'not_asked')),
  status smallint,
  -- Why it failed or was not asked, as a code.
  reason text not null default '',
  -- Where it has moved to.
  final_url text,
  media_type text,
  -- Size of an image.
  bytes int,
  checked_at timestamptz not null,
  primary key (account_id, url_hash)
);
create index link_answers_age on link_answers (account_id, checked_at);
-- The latest check of a mailing's links, with its progress.
create table link_checks (
  account_id int not null,
  mailing_id bigint not null,
  total int not null default 0,
  done int not null default 0,
  asked_at timestamptz not null,
  finished_at timestamptz,
  primary key (account_id, mailing_id)
);

-- News from elsewhere for mailings. The items are those of the last successful fetch.
create table feeds (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'fed_' || replace(gen_random_uuid()::text, '-', ''),
  -- Stands in templates: feeds.<key>.items
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  name text not null,
  url text not null,
  kind text not null check (kind in ('rss', 'json')),
  -- Of JSON: where the list stands and which of its fields mean what.
  mapping jsonb not null default '{}',
  -- What a mailing does when the feed gives nothing: it waits, or this text stands in its place.
  when_away text not null default 'wait' check (when_away in ('wait', 'text')),
  away_text text not null default '',
  items jsonb not null default '[]',
  fetched_at timestamptz,
  -- The last attempt, and why it gave nothing.
  tried_at timestamptz,
  problem text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (account_id, id)
);
create unique index feeds_public on feeds (account_id, public_id);
create unique index feeds_key on feeds (account_id, key) where archived_at is null;

-- A version of a mailing in another language is a draft of its own, written in the same editor; it is frozen and sent
-- with the mailing it belongs to, never by itself.
alter table mailings add column translation_of bigint;
alter table mailings add foreign key (account_id, translation_of) references mailings (account_id, id);
create unique index mailings_translation on mailings (account_id, translation_of) where translation_of is not null and archived_at is null;

select protect_table('link_answers', 'select, insert, update, delete');
select protect_table('link_checks', 'select, insert, update, delete');
select protect_table('feeds', 'select, insert, update', 'select');
