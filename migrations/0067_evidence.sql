-- Papers behind what somebody says: contracts behind answers of checks, certificates and assessments behind transfers, what
-- belongs to an incident. The bytes are sealed in stored_files; `subject_id` is the public id of what they belong to.
create table evidence_files (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default ('evi_' || replace(gen_random_uuid()::text, '-', '')),
  subject text not null check (subject in ('checks', 'places', 'incidents')),
  subject_id text not null,
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
create index evidence_files_subject on evidence_files (account_id, subject, subject_id);
select protect_table('evidence_files', 'select, insert, delete');
