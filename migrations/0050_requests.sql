-- What people ask for about their data (Articles 12 to 22 GDPR): cases with their history, who else has to be told, what
-- people changed themselves, and the lock of Art. 18.

create table data_requests (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'dsr_' || replace(gen_random_uuid()::text, '-', ''),
  -- Runs per account; what people quote.
  number int not null,
  kind text not null check (kind in ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection', 'withdrawal')),
  channel text not null check (channel in ('self_service', 'form', 'mail', 'letter', 'phone', 'in_person')),
  state text not null default 'received' check (state in ('received', 'identified', 'working', 'answered', 'refused', 'closed')),
  locale text not null check (locale in ('de', 'en')),
  -- Who asks and in which words; empty once the case is anonymised.
  email text,
  email_normalised text,
  contact_id bigint,
  person_name text not null default '' check (length(person_name) <= 200),
  message text not null default '' check (length(message) <= 8000),
  received_on date not null,
  due_on date not null,
  extended_at timestamptz,
  extension_reason text not null default '' check (length(extension_reason) <= 2000),
  identity text check (identity in ('link', 'question', 'attested')),
  identity_note text not null default '' check (length(identity_note) <= 1000),
  identified_at timestamptz,
  link_sent_at timestamptz,
  -- What was done for the person: {erase: {...counts}, restrict: true}.
  done jsonb not null default '{}',
  ended_at timestamptz,
  -- The last alarm: 0, 20 or 28 days, 31 overdue.
  alarmed smallint not null default 0,
  anonymised_at timestamptz,
  created_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, number)
);
create index data_requests_open on data_requests (account_id, due_on, id) where state not in ('answered', 'refused', 'closed');
create index data_requests_person on data_requests (account_id, email_normalised);
create index data_requests_ended on data_requests (account_id, ended_at) where anonymised_at is null;
select protect_table('data_requests', 'select, insert, update', '', 'select, update, delete');

-- What happened in a case, in order. Text and subject are what was written, by us or about it.
create table data_request_events (
  account_id int not null,
  id bigint generated always as identity,
  request_id bigint not null,
  kind text not null check (kind in ('received', 'link_sent', 'identified', 'kind_changed', 'note', 'extended', 'mailed', 'letter', 'acted', 'answered', 'refused', 'closed', 'alarm')),
  actor text not null default '',
  subject text not null default '' check (length(subject) <= 300),
  text text not null default '' check (length(text) <= 10000),
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, request_id) references data_requests (account_id, id) on delete cascade
);
create index data_request_events_case on data_request_events (account_id, request_id, id);
select protect_table('data_request_events', 'select, insert, update', '', 'select, insert, update, delete');

-- Scans of letters, sealed with the instance's key (keys.seal), deleted with the words of the case.
create table data_request_scans (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'dsc_' || replace(gen_random_uuid()::text, '-', ''),
  request_id bigint not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  size_bytes int not null,
  file_id bigint not null,
  at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, request_id) references data_requests (account_id, id) on delete cascade
);
create index data_request_scans_case on data_request_scans (account_id, request_id);
select protect_table('data_request_scans', 'select, insert, delete', '', 'select, delete');

-- Art. 19: who delivered or received the data has to be told. Whom it concerns is sealed, and gone when somebody was told.
create table data_notices (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'dnt_' || replace(gen_random_uuid()::text, '-', ''),
  reason text not null check (reason in ('rectification', 'erasure', 'restriction', 'restriction_lifted')),
  recipient_kind text not null check (recipient_kind in ('core', 'import', 'export')),
  recipient text not null check (length(recipient) <= 300),
  -- Public id of the list, import or export.
  reference text not null default '',
  subject_sealed bytea,
  -- An erased person leaves only the sealed subject; before that it says whose notices to find.
  contact_id bigint,
  at timestamptz not null,
  told_at timestamptz,
  told_by text not null default '',
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index data_notices_open on data_notices (account_id, at) where told_at is null;
select protect_table('data_notices', 'select, insert, update', '', 'select, insert, update, delete');

-- An erasure tells the core system in its return file, by the number it knows (Art. 19 GDPR).
alter table core_withdrawals drop constraint core_withdrawals_kind_check;
alter table core_withdrawals add constraint core_withdrawals_kind_check check (kind in ('unsubscribe', 'objection', 'profiling', 'erasure'));
grant insert on core_withdrawals to klarpost_retention;

-- Old and new values of what people corrected themselves (Art. 16 GDPR).
create table field_corrections (
  account_id int not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  field text not null check (field in ('salutation', 'firstName', 'lastName', 'locale')),
  old_value text not null default '',
  new_value text not null default '',
  source text not null,
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade
);
create index field_corrections_contact on field_corrections (account_id, contact_id, id);
select protect_table('field_corrections', 'select, insert', '', 'select, delete');

-- DSR-07: contacts under Art. 18 do not exist for whoever may not manage data protection, whatever asks for them. The web
-- server says so at the beginning of each transaction of such a caller; sending, jobs and the person's own pages see them,
-- because the gate has to. They are few, so their ids are read once for a statement, and indexes go on answering alone.
create index contacts_restricted on contacts (account_id, id) where restricted_at is not null;
create function app_restricted_contacts() returns bigint[] language sql stable security definer set search_path = public
  return array(select c.id from contacts c where c.account_id = app_account() and c.restricted_at is not null);
create function app_hidden_contacts() returns bigint[] language sql stable security definer set search_path = public
  return case when coalesce(current_setting('app.hides_restricted', true), '') = 'on' then app_restricted_contacts() else '{}' end;
revoke execute on function app_restricted_contacts, app_hidden_contacts from public;
grant execute on function app_restricted_contacts, app_hidden_contacts to klarpost_app;
create policy restricted_rows on contacts as restrictive for select to klarpost_app
  using (id <> all ((select app_hidden_contacts())::bigint[]));

-- The same for what hangs on them with an address or words of its own.
create policy restricted_rows on reply_tasks as restrictive for select to klarpost_app
  using (contact_id is null or contact_id <> all ((select app_hidden_contacts())::bigint[]));
create policy restricted_rows on correspondence_mails as restrictive for select to klarpost_app
  using (contact_id is null or contact_id <> all ((select app_hidden_contacts())::bigint[]));
create policy restricted_rows on inquiries as restrictive for select to klarpost_app
  using (contact_id is null or contact_id <> all ((select app_hidden_contacts())::bigint[]));
create policy restricted_rows on purchases as restrictive for select to klarpost_app
  using (contact_id is null or contact_id <> all ((select app_hidden_contacts())::bigint[]));
create policy restricted_rows on core_records as restrictive for select to klarpost_app
  using (contact_id is null or contact_id <> all ((select app_hidden_contacts())::bigint[]));

-- Whose request form a visitor opens, by the account's public id.
create function account_of_request_form(wanted text) returns int language sql stable security definer
  set search_path = public
  return (select id from accounts where public_id = wanted);
revoke execute on function account_of_request_form from public;
grant execute on function account_of_request_form to klarpost_app;
