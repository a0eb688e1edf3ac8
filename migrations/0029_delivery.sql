-- What providers report names a mail by its public id. A hash, because nobody asks for an order.
create index deliveries_public_id on deliveries using hash (public_id);
