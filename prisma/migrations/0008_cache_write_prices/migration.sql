-- Caches that live five minutes and those that live an hour are written at prices of their own.
alter table "price_override" rename column "cache_write_nano_usd_per_mtok" to "cache_write_5m_nano_usd_per_mtok";
alter table "price_override" add column "cache_write_1h_nano_usd_per_mtok" bigint;
