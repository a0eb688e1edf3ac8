-- Counting a million contacts reads indexes alone, in the order of their contacts, so that they are merged as they come.

-- What segments and the gate ask of every contact.
create index contacts_facts on contacts (account_id, id)
  include (email_normalised, address_hash, pot, stage, source_system, person_number, restricted_at);

drop index subscriptions_state;
create index subscriptions_state on subscriptions (account_id, list_id, state, contact_id);
drop index subscriptions_contact;
create index subscriptions_contact on subscriptions (account_id, contact_id, list_id, state);
