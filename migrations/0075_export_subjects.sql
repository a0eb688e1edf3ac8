-- The list of blocks and the retained addresses leave as contacts do: with a reason, a second person and a file that ends.
alter table contact_exports add column what text not null default 'contacts' check (what in ('contacts', 'blocks', 'retained'));
