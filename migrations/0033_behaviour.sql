-- Audiences chosen by behaviour (docs/privacy/measuring.md).

-- The condition a run's audience was chosen by: {mailingId, did, link, negated}. Null: everybody of its lists. The gate
-- asks again whether it may still be known of each recipient (TRK-11).
alter table delivery_runs add column behaviour jsonb;
create index delivery_runs_behaviour on delivery_runs (account_id, id) where behaviour is not null;

-- One person's mail of one mailing, for the gate; with the mailing alone its beginning serves as before.
create index measured_by_mailing_contact on measured_deliveries (account_id, mailing_id, contact_id);
drop index measured_by_mailing;
