-- Documents made from the configuration (ORG-01, ORG-06, ORG-10, ORG-13): what a person confirmed, in both languages, as it
-- was read; what the operator adds; filed assessments of data protection impact; the house's own assessments.

create table document_versions (
  account_id int not null,
  kind text not null check (kind in ('records', 'contract', 'measures', 'screening', 'notice')),
  version int not null,
  content jsonb not null,
  sha256 bytea not null,
  confirmed_by text not null,
  confirmed_at timestamptz not null,
  valid_until date not null,
  primary key (account_id, kind, version)
);
select protect_table('document_versions', 'select, insert');

-- Chapters the operator writes (document 'measures'), and answers to the questions of the screening with their reason.
create table document_entries (
  account_id int not null,
  document text not null check (document in ('measures', 'screening')),
  key text not null,
  answer text not null default '' check (answer in ('', 'yes', 'no')),
  text text not null default '',
  set_by text not null,
  set_at timestamptz not null,
  primary key (account_id, document, key)
);
select protect_table('document_entries', 'select, insert, update');

-- Data protection impact assessments as files (Art. 35 GDPR).
create table impact_files (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('dia_' || replace(gen_random_uuid()::text, '-', '')),
  name text not null,
  media_type text not null,
  size_bytes int not null,
  sha256 bytea not null,
  file_id bigint not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
select protect_table('impact_files', 'select, insert, delete');

-- The house's own assessments (CHK-36). A newer one on the same subject takes the place of the older, which stays.
create table house_assessments (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('has_' || replace(gen_random_uuid()::text, '-', '')),
  topic text not null,
  question text not null,
  arguments text not null,
  conclusion text not null,
  assessed_by text not null,
  assessed_at timestamptz not null,
  review_on date not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index house_assessments_topic on house_assessments (account_id, topic, id desc);
select protect_table('house_assessments', 'select, insert');
