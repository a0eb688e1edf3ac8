-- What people bought, from whom, and what of it allows mails to existing customers without consent (§ 7(3) UWG).

-- The companies an account speaks of. Only its own may mail on § 7(3), and only for what was bought from themselves (LEG-06).
create table legal_entities (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'ent_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  relation text not null check (relation in ('own', 'group', 'partner')),
  -- Where an objection without a form arrives; empty: as the imprint says.
  imprint_email text not null default '',
  imprint_address text not null default '',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index legal_entities_name on legal_entities (account_id, lower(name));
create table product_categories (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'cat_' || replace(gen_random_uuid()::text, '-', ''),
  parent_id bigint,
  name text not null,
  name_en text not null default '',
  -- "The whole range" is similar to nothing (LG Nürnberg-Fürth 4 HK O 655/21).
  whole_range boolean not null default false,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id),
  foreign key (account_id, parent_id) references product_categories (account_id, id)
);
create unique index product_categories_name on product_categories (account_id, lower(name));
-- LEG-05: what is similar to what was bought. No row: not similar.
create table category_similarities (
  account_id int not null,
  purchased_id bigint not null,
  advertised_id bigint not null,
  -- Why they are similar: what a court would be told.
  note text not null default '',
  decided_by text not null,
  decided_at timestamptz not null default now(),
  primary key (account_id, advertised_id, purchased_id),
  foreign key (account_id, purchased_id) references product_categories (account_id, id),
  foreign key (account_id, advertised_id) references product_categories (account_id, id)
);
-- LEG-09: whether free accounts and trials count as a sale, with the reason. One row an account; none: they do not.
create table customer_mail_settings (
  account_id int not null primary key,
  free_service_counts boolean not null default false,
  free_service_reason text not null default '',
  reviewed_note text not null default '',
  reviewed_on date,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  check (not free_service_counts or free_service_reason <> '')
);
create table purchases (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'pur_' || replace(gen_random_uuid()::text, '-', ''),
  contact_id bigint not null,
  -- The account's own number; the same number is the same purchase.
  order_number text not null,
  kind text not null check (kind in ('purchase', 'contract', 'free_account', 'trial')),
  category_id bigint not null,
  entity_id bigint not null,
  concluded_on date not null,
  cancelled_on date,
  -- The address as it was at the sale, and whether the customer gave it with this very sale. Never changed afterwards.
  email text not null,
  email_normalised text not null,
  address_given boolean not null,
  -- The box "Ich widerspreche schon jetzt" of the order form.
  objected boolean not null default false,
  -- LEG-07: the notice of the right to object at collection. All three or none.
  notice_version text,
  notice_on date,
  notice_place text,
  source text not null check (source in ('form', 'csv', 'api')),
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, order_number),
  foreign key (account_id, category_id) references product_categories (account_id, id),
  foreign key (account_id, entity_id) references legal_entities (account_id, id),
  check ((notice_version is null) = (notice_on is null) and (notice_version is null) = (notice_place is null))
);
create index purchases_contact on purchases (account_id, contact_id);
create index purchases_address on purchases (account_id, email_normalised);
create index purchases_recent on purchases (account_id, concluded_on desc, id desc);
select protect_table('legal_entities', 'select, insert, update');
select protect_table('product_categories', 'select, insert, update');
select protect_table('category_similarities', 'select, insert, update, delete');
select protect_table('customer_mail_settings', 'select, insert, update');
select protect_table('purchases', 'select, insert, update, delete');
-- What a mailing to existing customers advertises, and for whom: the gate decides by it until the last mail.
alter table delivery_runs add offer_category_id bigint, add offer_entity_id bigint;
create index purchases_objected on purchases (account_id, email_normalised) where objected;
