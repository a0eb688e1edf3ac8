-- Segments: saved conditions on contacts, and the values of the fields they ask for, typed and indexed.

create table segments (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'seg_' || replace(gen_random_uuid()::text, '-', ''),
  name text not null,
  definition jsonb not null,
  -- It asks what people did, so its figures say something about them (TRK-12).
  asks_behaviour boolean not null default false,
  revision int not null default 1,
  -- The last count: {people, mailable, measurable}.
  counts jsonb,
  counted_at timestamptz,
  created_by bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (account_id, id),
  unique (account_id, public_id)
);
create unique index segments_name on segments (account_id, lower(name)) where archived_at is null;

-- Fields that a segment asks for. Their values are kept in contact_values, by the trigger below and, for contacts that
-- were there before, by a job. Below zero: a standard field.
create table segment_fields (
  account_id int not null,
  field_id bigint not null,
  key text not null,
  type text not null,
  -- Transactions that began before may not have seen this row; filling waits for their end.
  mark bigint,
  filled_to bigint not null default 0,
  ready boolean not null default false,
  primary key (account_id, field_id)
);

-- Under row-level security only comparisons that are leak-proof may use an index, and nothing on jsonb is one.
create table contact_values (
  account_id int not null,
  contact_id bigint not null,
  field_id bigint not null,
  -- Folded to lower case; several rows for a field of several choices.
  text_value text collate "C" not null,
  number_value float8,
  date_value date,
  -- Month and day, 1224 for Christmas Eve, for birthdays without a year.
  day_value smallint,
  primary key (account_id, contact_id, field_id, text_value)
);
create index contact_values_text on contact_values (account_id, field_id, text_value, contact_id);
create index contact_values_number on contact_values (account_id, field_id, number_value, contact_id) where number_value is not null;
create index contact_values_date on contact_values (account_id, field_id, date_value, contact_id) where date_value is not null;
create index contact_values_day on contact_values (account_id, field_id, day_value, contact_id) where day_value is not null;

select protect_table('segments', 'select, insert, update, delete');
select protect_table('segment_fields', 'select, insert, update, delete');
select protect_table('contact_values', 'select, insert, delete');

-- Lower case of the Latin letters of Europe, the same on every server, whatever its collation.
create function segment_fold(value text) returns text language sql immutable parallel safe
  return translate(lower(value collate "C"),
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ',
    'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżž');

-- What is stored of a contact under a field, as text.
create function contact_raw_value(field bigint, key text, custom jsonb, first_name text, last_name text, company text, title text, email text)
  returns text language sql immutable parallel safe
  return case field when -1 then first_name when -2 then last_name when -3 then company when -4 then title
    when -5 then split_part(email, '@', -1) else custom ->> key end;

-- A stored value as it is compared. What cannot be read as the field's type keeps its text alone; nothing fails here.
create function contact_value_of(type text, value text)
  returns table (text_value text, number_value float8, date_value date, day_value smallint) language sql immutable parallel safe
begin atomic
  select left(segment_fold(p.part), 600),
    case when type = 'number' and p.part ~ '^-?\d{1,18}(\.\d{1,12})?$' then p.part::float8 end,
    case when type = 'date' and (p.part ~ '^[1-9]\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))$'
      or (p.part ~ '^[1-9]\d{3}-02-29$' and substr(p.part, 1, 4)::int % 4 = 0
        and (substr(p.part, 1, 4)::int % 100 <> 0 or substr(p.part, 1, 4)::int % 400 = 0))) then p.part::date end,
    case when type = 'date' and p.part ~ '^([1-9]\d{3}|-)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
      then (substr(right(p.part, 5), 1, 2) || right(p.part, 2))::smallint end
  from (
    select value as part where type <> 'choices'
    union all
    select replace(replace(m[1], '\"', '"'), '\\', '\') from regexp_matches(value, '"((?:[^"\\]|\\.)*)"', 'g') m where type = 'choices') p
  where p.part <> '';
end;

create function contact_values_follow() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from segment_fields) then return null; end if;
  if tg_op = 'DELETE' then
    delete from contact_values v using former o where v.account_id = o.account_id and v.contact_id = o.id;
    return null;
  end if;
  if tg_op = 'UPDATE' then
    delete from contact_values v using changed n, former o, segment_fields f
    where o.account_id = n.account_id and o.id = n.id and f.account_id = n.account_id
      and v.account_id = n.account_id and v.contact_id = n.id and v.field_id = f.field_id
      and contact_raw_value(f.field_id, f.key, n.custom, n.first_name, n.last_name, n.company, n.title, n.email_normalised)
        is distinct from contact_raw_value(f.field_id, f.key, o.custom, o.first_name, o.last_name, o.company, o.title, o.email_normalised);
    insert into contact_values (account_id, contact_id, field_id, text_value, number_value, date_value, day_value)
    select n.account_id, n.id, f.field_id, v.text_value, v.number_value, v.date_value, v.day_value
    from changed n join former o on o.account_id = n.account_id and o.id = n.id join segment_fields f on f.account_id = n.account_id,
      lateral (select contact_raw_value(f.field_id, f.key, n.custom, n.first_name, n.last_name, n.company, n.title, n.email_normalised) as value) r,
      lateral contact_value_of(f.type, r.value) v
    where r.value is distinct from contact_raw_value(f.field_id, f.key, o.custom, o.first_name, o.last_name, o.company, o.title, o.email_normalised)
    on conflict do nothing;
    return null;
  end if;
  insert into contact_values (account_id, contact_id, field_id, text_value, number_value, date_value, day_value)
  select n.account_id, n.id, f.field_id, v.text_value, v.number_value, v.date_value, v.day_value
  from changed n join segment_fields f on f.account_id = n.account_id,
    lateral contact_value_of(f.type, contact_raw_value(f.field_id, f.key, n.custom, n.first_name, n.last_name, n.company, n.title, n.email_normalised)) v
  on conflict do nothing;
  return null;
end $$;
revoke execute on function contact_values_follow() from public;
create trigger contacts_values_insert after insert on contacts referencing new table as changed
  for each statement execute function contact_values_follow();
create trigger contacts_values_update after update on contacts referencing old table as former new table as changed
  for each statement execute function contact_values_follow();
create trigger contacts_values_delete after delete on contacts referencing old table as former
  for each statement execute function contact_values_follow();
