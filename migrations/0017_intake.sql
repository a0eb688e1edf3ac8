-- What branch and service desk write down: consents, withdrawals and objections that came by letter, on the phone, in
-- person, by text message, fax or reply, with the scans that prove them.

-- A declaration made elsewhere than on a form waits for its confirmation like all others.
alter table consent_requests alter column form_id drop not null;
alter table consent_requests alter column form_version_id drop not null;

create table intake_records (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'itk_' || replace(gen_random_uuid()::text, '-', ''),
  kind text not null check (kind in ('consent', 'declaration')),
  -- waiting: the opt-in mail is out; unverified: evidence is missing, nothing may be mailed (CON-23);
  -- proven: the ledger holds the evidence.
  state text not null check (state in ('waiting', 'unverified', 'proven')),
  channel text not null,
  -- By which a person's records are found; emptied when the person is erased and only the sealed proof stays.
  email_normalised text,
  -- The opt-in request this record waits for.
  request_public_id text,
  -- Ledger entries that hold the evidence. When the last of them is destroyed, this record goes with its files.
  entry_ids bigint[] not null default '{}',
  -- What was given so far, only where no ledger entry holds it yet.
  detail jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index intake_records_address on intake_records (account_id, email_normalised) where email_normalised is not null;
create index intake_records_request on intake_records (account_id, request_public_id) where request_public_id is not null;

-- The content is sealed in a stored file; its hash stands in the ledger entry. Without a record it goes after a day.
create table intake_attachments (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'att_' || replace(gen_random_uuid()::text, '-', ''),
  record_id bigint,
  file_id bigint not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  size_bytes int not null,
  -- Of the content as it came.
  sha256 bytea not null,
  -- Only who uploaded it may attach it.
  uploaded_by text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, record_id) references intake_records (account_id, id) on delete cascade,
  foreign key (account_id, file_id) references stored_files (account_id, id) on delete cascade
);
create index intake_attachments_record on intake_attachments (account_id, record_id);
create index intake_attachments_file on intake_attachments (account_id, file_id);

select protect_table('intake_records', 'select, insert, update, delete', '', 'select, update, delete');
select protect_table('intake_attachments', 'select, insert, update, delete', '', 'select, update, delete');
