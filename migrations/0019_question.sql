-- Asking for the permission to analyse as a mailing of its own, wordings with an annex, and what changed in a version.

alter table wording_versions
  -- CON-07: a list of partners and the like. It belongs to the version, so it never changes either.
  add column annex_title text not null default '',
  add column annex_text text not null default '',
  -- Where people read the annex, as it was printed into every declaration under this version.
  add column annex_url text not null default '',
  -- CON-19: what its author said is new: controller, topics, technique, use, channel, annex.
  add column changes text[] not null default '{}' check (changes <@ array['controller', 'topics', 'technique', 'use', 'channel', 'annex']);

-- Readers of an annex bring its version's id only.
create function account_of_wording_version(version_public_id text) returns int language sql stable security definer set search_path = public
  return (select v.account_id from wording_versions v where v.public_id = version_public_id);
revoke execute on function account_of_wording_version from public;
grant execute on function account_of_wording_version to klarpost_app;

alter table delivery_runs
  -- CON-26: the mailing asks for the permission to analyse; it goes to those whose question is due and is not measured.
  add column purpose text check (purpose = 'tracking_question'),
  -- CON-19: the content is of a scope that only this version of a wording and later ones cover.
  add column wording_from bigint;

-- CON-26: how many people a mailing asked and what they answered. Bare totals; who answered what is in the ledger.
create table question_totals (
  account_id int not null,
  mailing_id bigint not null,
  asked int not null default 0,
  granted int not null default 0,
  refused int not null default 0,
  primary key (account_id, mailing_id),
  check (asked >= 0 and granted >= 0 and refused >= 0)
);
select protect_table('question_totals', 'select, insert, update');
