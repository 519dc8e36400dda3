-- Calls of the past priced anew. What a call was priced with when it was made stays as it is.
create table "repricing" (
  "id" text not null,
  "provider" text not null,
  "model" text not null,
  "from_at" timestamptz(3) not null,
  "until_at" timestamptz(3) not null,
  "state" text not null,
  "attempts" integer not null default 0,
  "heartbeat_at" timestamptz(3),
  "calls" integer not null default 0,
  "changed" integer not null default 0,
  "unknown_before" integer not null default 0,
  "unknown_after" integer not null default 0,
  "before_nano_usd" bigint not null default 0,
  "after_nano_usd" bigint not null default 0,
  "error" text,
  "author_name" text not null,
  "note" text not null,
  "created_at" timestamptz(3) not null,
  "finished_at" timestamptz(3),
  constraint "repricing_pkey" primary key ("id")
);
create index "repricing_unfinished" on "repricing" ("created_at") where "state" in ('queued', 'running');

create table "repriced_call" (
  "repricing_id" text not null references "repricing"("id") on delete cascade,
  "call_id" text not null,
  "before_nano_usd" bigint,
  "after_nano_usd" bigint,
  "price_source" text,
  constraint "repriced_call_pkey" primary key ("repricing_id", "call_id")
);
