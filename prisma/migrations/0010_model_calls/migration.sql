-- A call that names its configuration is a decision without an agent.
alter type "decision_verdict" add value if not exists 'direct';
alter table "assignment" alter column "agent_id" drop not null;

create table "model_call" (
  "id" text not null,
  "at" timestamptz(3) not null,
  "decision_id" text not null,
  "fleet_name" text not null,
  "actor_kind" text not null,
  "actor_id" text not null,
  "request_id" text not null,
  "target" text not null,
  "configuration" text not null,
  "config_revision" integer not null,
  "provider" text not null,
  "requested_model" text not null,
  "served_model" text,
  "price_source" text,
  "streamed" boolean not null,
  "input_tokens" integer,
  "cache_read_tokens" integer,
  "cache_write_5m_tokens" integer,
  "cache_write_1h_tokens" integer,
  "output_tokens" integer,
  "reasoning_tokens" integer,
  "usage_estimated" boolean not null,
  "cost_nano_usd" bigint,
  "first_token_ms" integer,
  "total_ms" integer not null,
  "attempts" integer not null,
  "attempt_log" text not null,
  "finish_reason" text,
  "error_kind" text,
  constraint "model_call_pkey" primary key ("id")
);
create index "model_call_decision_id_idx" on "model_call"("decision_id");
create index "model_call_at_idx" on "model_call"("at");
create index "model_call_configuration_at_idx" on "model_call"("configuration", "at");
