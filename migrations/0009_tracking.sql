-- Measuring (docs/privacy). Personal rows only for people who agreed; for everybody else bare totals per day.

create table measured_mailings (
  account_id int not null,
  -- The number in the tokens, unique on this instance.
  mailing_id bigint not null,
  level text not null check (level in ('none', 'clicks_only', 'shared', 'unique')),
  -- Frozen with the audience: recipients with and without permission, and the smallest figure that may be shown.
  personal_base int not null,
  anonymous_base int not null,
  k_min int not null,
  timezone text not null,
  opened_at timestamptz not null default now(),
  closes_at timestamptz not null,
  closed_at timestamptz,
  primary key (account_id, mailing_id)
);
create table measured_links (
  account_id int not null,
  mailing_id bigint not null,
  link smallint not null check (link between 1 and 1023),
  url text not null,
  label text not null default '',
  not_personal boolean not null default false,
  primary key (account_id, mailing_id, link),
  foreign key (account_id, mailing_id) references measured_mailings (account_id, mailing_id)
);
-- Only deliveries that were rendered with personal tokens.
create table measured_deliveries (
  account_id int not null,
  delivery_id bigint not null,
  mailing_id bigint not null,
  contact_id bigint not null,
  email_normalised text not null,
  handed_over_at timestamptz not null default now(),
  primary key (account_id, delivery_id)
);
create index measured_by_contact on measured_deliveries (account_id, contact_id);
create index measured_by_address on measured_deliveries (account_id, email_normalised);
create index measured_by_mailing on measured_deliveries (account_id, mailing_id);
-- Exactly these columns (TRK-17): link 0 is the pixel, the time is the hour, agent 0 a person, 1 a machine.
create table personal_events (
  account_id int not null,
  mailing_id bigint not null,
  delivery_id bigint not null,
  link smallint not null,
  hour timestamptz not null,
  agent smallint not null
);
create index personal_events_mailing on personal_events (account_id, mailing_id, link);
create index personal_events_delivery on personal_events (account_id, delivery_id);
create table anonymous_totals (
  account_id int not null,
  mailing_id bigint not null,
  link smallint not null,
  day date not null,
  agent smallint not null,
  hits bigint not null,
  primary key (account_id, mailing_id, link, day, agent)
);
select protect_table('measured_mailings', 'select, insert, update', 'select, insert, update');
select protect_table('measured_links', 'select, insert', 'select, insert');
select protect_table('measured_deliveries', 'select, insert, delete', 'select, insert');
select protect_table('personal_events', 'select, delete', 'select, insert, delete');
select protect_table('anonymous_totals', 'select', 'select, insert, update');
