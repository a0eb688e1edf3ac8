-- The shared web view of a mailing, and the public archive of a list.

-- One address for everyone who got the mailing: 122 random bits, known before its content is frozen, for it stands in it.
alter table mailings add column web_view_key text not null default replace(gen_random_uuid()::text, '-', '');
create unique index mailings_web_view on mailings (web_view_key);

-- What was decided against a mailing's public pages. No row: the web view is open, and the archives may show it.
create table web_views (
  account_id int not null,
  mailing_id bigint not null,
  withdrawn_at timestamptz,
  left_out boolean not null default false,
  primary key (account_id, mailing_id),
  foreign key (account_id, mailing_id) references mailings (account_id, id) on delete cascade
);
select protect_table('web_views', 'select, insert, update, delete');

-- A list's public archive. Made when it is first opened, so that its address stays when it is closed and opened again.
create table list_archives (
  account_id int not null,
  list_id bigint not null,
  slug text not null,
  is_open boolean not null default false,
  -- Search engines may take the archive and its mailings in.
  is_indexed boolean not null default false,
  opened_at timestamptz,
  primary key (account_id, list_id),
  foreign key (account_id, list_id) references lists (account_id, id)
);
create unique index list_archives_slug on list_archives (slug);
select protect_table('list_archives', 'select, insert, update');

-- A reader comes with an address and no account: these two questions alone cross accounts.
create function account_of_web_view(view_key text) returns int language sql stable security definer set search_path = public
  return (select m.account_id from mailings m where m.web_view_key = view_key);
create function account_of_archive(archive_slug text) returns int language sql stable security definer set search_path = public
  return (select a.account_id from list_archives a where a.slug = archive_slug);
revoke execute on function account_of_web_view, account_of_archive from public;
grant execute on function account_of_web_view, account_of_archive to klarpost_app;
