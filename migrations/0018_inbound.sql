-- Mail that comes in: replies that wait for a person's decision, and the hold that lasts as long.

alter table suppressions drop constraint suppressions_scope_check;
alter table suppressions add constraint suppressions_scope_check check (scope in
  ('list_address', 'newsletters_address', 'customer_7_3_address', 'account_address', 'account_person', 'source_person', 'blacklist', 'retained', 'complaint', 'held'));

-- A reply that may be an unsubscribe or an objection (LEG-17). Only these replies are stored, and of them only the
-- person's own words, without quoted text and without our links.
create table reply_tasks (
  account_id int not null,
  id bigint generated always as identity,
  public_id text not null default 'rpl_' || replace(gen_random_uuid()::text, '-', ''),
  -- Keyed digest of the message: delivered twice it is one task.
  message_key bytea not null,
  -- Who wrote.
  email text not null,
  email_normalised text not null,
  -- Whose mail it answers; another address than the writer's where the mail was forwarded. Null: nobody we know.
  address_hash bytea,
  contact_id bigint,
  list_id bigint,
  mailing_id bigint,
  subject text not null,
  own_text text not null,
  -- Places in `own_text`: [{"start", "end", "phrase"}].
  matches jsonb not null default '[]',
  state text not null check (state in ('open', 'erasure', 'decided')),
  decision text check (decision in ('list', 'newsletters', 'advertising', 'none', 'erasure', 'automatic')),
  note text,
  receipt text,
  received_at timestamptz not null,
  due_at timestamptz not null,
  decided_at timestamptz,
  decided_by bigint,
  primary key (account_id, id),
  unique (account_id, public_id),
  unique (account_id, message_key)
);
create index reply_tasks_open on reply_tasks (account_id, due_at) where state <> 'decided';
create index reply_tasks_decided on reply_tasks (account_id, decided_at) where state = 'decided';
create index reply_tasks_email on reply_tasks (account_id, email_normalised);
select protect_table('reply_tasks', 'select, insert, update, delete', '', 'select, delete');
