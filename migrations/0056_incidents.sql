-- Who oversees what: where data lies and on which ground (ORG-09), what is connected (ORG-15), what went wrong (ORG-11) and
-- who has learned how to treat people's data (ORG-14).

-- What an account says of a host or a company: where it works and what the contract says. Outside the EEA the transfer
-- record is part of it.
create table places (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'plc_' || replace(gen_random_uuid()::text, '-', ''),
  -- Null: a company without a host of its own among the connections, such as a sub-processor.
  host text check (length(host) <= 253),
  role text not null check (role in ('hosting', 'database', 'backup', 'logs', 'storage', 'relay', 'mailbox', 'webhook', 'timestamp', 'feed', 'sign_in', 'sub_processor', 'other')),
  company text not null check (length(company) between 2 and 200),
  country text not null check (country ~ '^[A-Z]{2}$'),
  purpose text not null default '' check (length(purpose) <= 500),
  contract_state text not null check (contract_state in ('signed', 'requested', 'missing', 'not_needed')),
  contract_note text not null default '' check (length(contract_note) <= 500),
  contract_on date,
  transfer jsonb,
  declared_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index places_host on places (account_id, host) where removed_at is null;
select protect_table('places', 'select, insert, update', 'select');

-- Whether data of a live account may only go where it was declared to; without a row it may only go there.
create table place_settings (
  account_id int primary key,
  eu_only boolean not null,
  reason text not null default '' check (length(reason) <= 500),
  changed_by text not null,
  changed_at timestamptz not null
);
select protect_table('place_settings', 'select, insert, update');

-- What people say of a connected tool; `key` names it among the connections, or stands for one entered by hand.
create table tool_notes (
  account_id int not null,
  key text not null check (length(key) <= 120),
  -- Only of tools outside the product.
  name text check (length(name) <= 120),
  vendor text check (length(vendor) <= 120),
  owner text not null check (length(owner) between 2 and 120),
  purpose text not null check (length(purpose) between 3 and 500),
  data_classes text[] not null default '{}',
  can_track boolean not null default false,
  review_on date not null,
  noted_by text not null,
  noted_at timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, key)
);
select protect_table('tool_notes', 'select, insert, update');

-- The register of breaches (Art. 33(5) GDPR). Names of concerned people do not belong here, only how many they are.
create table incidents (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'inc_' || replace(gen_random_uuid()::text, '-', ''),
  -- Runs per account; what people quote.
  number int not null,
  title text not null check (length(title) between 3 and 200),
  kind text not null check (kind in ('disclosure', 'loss', 'alteration', 'unavailable', 'other')),
  near_miss boolean not null default false,
  state text not null check (state in ('proposed', 'open', 'closed', 'dismissed')),
  -- What made the product propose it: ledger, stop. Null: entered by a person.
  proposed_by text,
  -- When somebody became aware: from here the 72 hours run.
  discovered_at timestamptz not null,
  happened_at timestamptz,
  what text not null default '' check (length(what) <= 8000),
  data_kinds text[] not null default '{}',
  people int check (people >= 0),
  -- How the number was found: estimate, or the segment, mailing or list it was counted from.
  people_from jsonb,
  consequences text not null default '' check (length(consequences) <= 8000),
  measures text not null default '' check (length(measures) <= 8000),
  severity text check (severity in ('low', 'medium', 'high')),
  -- {notify, reason, by, at, doneAt, reference, delay}
  authority jsonb,
  people_notice jsonb,
  lesson text not null default '' check (length(lesson) <= 4000),
  -- The last alarm, in hours: 0, 48, 72.
  alarmed smallint not null default 0,
  created_by text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, number)
);
create index incidents_open on incidents (account_id, discovered_at) where state in ('proposed', 'open');
select protect_table('incidents', 'select, insert, update', '', 'select, delete');

-- What happened in the register, in order. Nothing here is ever changed.
create table incident_events (
  account_id int not null,
  id bigint generated always as identity,
  incident_id bigint not null,
  kind text not null check (kind in ('recorded', 'proposed', 'accepted', 'dismissed', 'changed', 'note', 'authority_decided', 'people_decided', 'authority_told', 'people_told', 'alarm', 'closed', 'reopened')),
  actor text not null,
  text text not null default '' check (length(text) <= 8000),
  -- Fields before and after.
  changes jsonb not null default '{}',
  at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, incident_id) references incidents (account_id, id) on delete cascade
);
create index incident_events_incident on incident_events (account_id, incident_id, id);
select protect_table('incident_events', 'select, insert', '', 'select, delete');

-- Until when somebody is to have taken the course. Whoever joins has 30 days.
alter table memberships add column training_due_on date not null default (current_date + 30);

create table training_certificates (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'trn_' || replace(gen_random_uuid()::text, '-', ''),
  operator_id bigint not null,
  name text not null,
  locale text not null check (locale in ('de', 'en')),
  course_version text not null,
  passed_at timestamptz not null,
  valid_until date not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create index training_certificates_operator on training_certificates (account_id, operator_id, passed_at desc);
select protect_table('training_certificates', 'select, insert');

-- Which reminder of a day somebody has had.
create table training_reminders (
  account_id int not null,
  operator_id bigint not null,
  due_on date not null,
  stage text not null check (stage in ('overdue', 'suspended')),
  at timestamptz not null,
  primary key (account_id, operator_id, due_on, stage)
);
select protect_table('training_reminders', 'select, insert');
