-- Pictures of the library with their rights, and templates.

create table images (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'img_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  alt text not null default '',
  -- Says nothing the text does not say: its alternative text is empty on purpose.
  decorative boolean not null default false,
  -- CNT-10: under which rights, until when, and who confirmed them.
  source text not null,
  licence text not null,
  expires_on date,
  shows_people boolean not null default false,
  confirmed_by text not null,
  confirmed_at timestamptz not null,
  -- Drawn by ourselves for a design: which drawing in which colour. Null: uploaded.
  drawing text,
  -- The file that is shown now.
  key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id),
  check (decorative or alt <> '')
);
create unique index images_drawing on images (account_id, drawing) where drawing is not null;
create index images_recent on images (account_id, id desc);
select protect_table('images', 'select, insert, update, delete');

-- Files behind public addresses. One that was replaced stays, for mails in people's mailboxes point to it.
create table image_files (
  account_id int not null,
  image_id bigint not null,
  key text not null,
  extension text not null check (extension in ('jpg', 'png', 'gif')),
  file_id bigint not null,
  width int not null,
  height int not null,
  bytes int not null,
  -- As it was uploaded.
  original_bytes int not null,
  created_at timestamptz not null,
  primary key (account_id, key),
  foreign key (account_id, image_id) references images (account_id, id) on delete cascade,
  foreign key (account_id, file_id) references stored_files (account_id, id)
);
create unique index image_files_key on image_files (key);
create index image_files_image on image_files (account_id, image_id);
select protect_table('image_files', 'select, insert, delete');

-- A picture is asked for with its address and without an account: this question alone crosses accounts.
create function account_of_image(image_key text) returns int language sql stable security definer set search_path = public
  return (select f.account_id from image_files f where f.key = image_key);
revoke execute on function account_of_image from public;
grant execute on function account_of_image to klarpost_app;

-- Contents to start a mailing from, as an account keeps them. Those of an umbrella account are shown to its children.
create table templates (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'tpl_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  description text not null default '',
  locale text not null check (locale in ('de', 'en')),
  subject text not null default '',
  preheader text not null default '',
  source_kind text not null check (source_kind in ('html', 'mjml', 'blocks')),
  source jsonb,
  html text not null,
  -- Shown to the accounts below this one, which use it and do not change it.
  is_shared boolean not null default false,
  revision int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, public_id)
);
select protect_table('templates', 'select, insert, update, delete');

-- What the umbrella account shares, seen from the account of this transaction: row-level security shows only own rows.
create function shared_templates() returns setof templates language sql stable security definer set search_path = public
begin atomic
  select t.* from templates t
  join accounts a on a.id = app_account() and t.account_id = a.parent_account_id
  where t.is_shared;
end;
-- Whether anybody is below.
create function has_accounts_below() returns boolean language sql stable security definer set search_path = public
  return (select exists (select 1 from accounts a where a.parent_account_id = app_account()));
revoke execute on function shared_templates, has_accounts_below from public;
grant execute on function shared_templates, has_accounts_below to klarpost_app;
