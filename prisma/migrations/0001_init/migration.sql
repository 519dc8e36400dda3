-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "budget_period" AS ENUM ('hour', 'day', 'week', 'month', 'total');

-- CreateEnum
CREATE TYPE "budget_action" AS ENUM ('alert', 'downgrade', 'block');

-- CreateEnum
CREATE TYPE "ledger_kind" AS ENUM ('hold', 'settle', 'release', 'expire', 'late');

-- CreateEnum
CREATE TYPE "decision_verdict" AS ENUM ('assigned', 'nobody_fits');

-- CreateEnum
CREATE TYPE "assignment_state" AS ENUM ('active', 'finished', 'expired');

-- CreateEnum
CREATE TYPE "fleet_kind" AS ENUM ('live', 'demo', 'imported');

-- CreateEnum
CREATE TYPE "agent_status" AS ENUM ('enabled', 'draining', 'disabled');

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "limit_nano_usd" BIGINT NOT NULL,
    "period" "budget_period" NOT NULL,
    "time_zone" TEXT NOT NULL,
    "action" "budget_action" NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_balance" (
    "budget_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "spent_nano_usd" BIGINT NOT NULL DEFAULT 0,
    "held_nano_usd" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "budget_balance_pkey" PRIMARY KEY ("budget_id","window_start")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "budget_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "decision_id" TEXT NOT NULL,
    "kind" "ledger_kind" NOT NULL,
    "held_nano_usd" BIGINT NOT NULL,
    "spent_nano_usd" BIGINT NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "configuration" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "head_revision" INTEGER NOT NULL,
    "preset" BOOLEAN NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "configuration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "configuration_revision" (
    "configuration_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "author_name" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "configuration_revision_pkey" PRIMARY KEY ("configuration_id","revision")
);

-- CreateTable
CREATE TABLE "price_override" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "input_nano_usd_per_mtok" BIGINT NOT NULL,
    "output_nano_usd_per_mtok" BIGINT NOT NULL,
    "cache_read_nano_usd_per_mtok" BIGINT,
    "cache_write_nano_usd_per_mtok" BIGINT,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "author_name" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "price_override_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "task_type" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "parent_decision_id" TEXT,
    "verdict" "decision_verdict" NOT NULL,
    "agent_id" TEXT,
    "agent_name" TEXT,
    "configuration" TEXT,
    "config_revision" INTEGER,
    "reason" TEXT NOT NULL,
    "candidates" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "propensity" DOUBLE PRECISION NOT NULL,
    "predictor_version" INTEGER,
    "estimate_nano_usd" BIGINT,
    "predicted_success" DOUBLE PRECISION,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outcome" (
    "decision_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "success" BOOLEAN NOT NULL,
    "quality" DOUBLE PRECISION,
    "duration_ms" INTEGER,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "cost_nano_usd" BIGINT,
    "error_code" TEXT,
    "body_hash" TEXT NOT NULL,
    "late" BOOLEAN NOT NULL,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("decision_id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "decision_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "state" "assignment_state" NOT NULL,
    "ttl_seconds" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("decision_id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "owner_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "response" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("owner_id","key")
);

-- CreateTable
CREATE TABLE "fleet" (
    "name" TEXT NOT NULL,
    "kind" "fleet_kind" NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fleet_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "agent" (
    "id" TEXT NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" "agent_status" NOT NULL DEFAULT 'enabled',
    "concurrency_limit" INTEGER NOT NULL,
    "configuration" TEXT,
    "heartbeat_ttl_seconds" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_capability" (
    "agent_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "agent_capability_pkey" PRIMARY KEY ("agent_id","name")
);

-- CreateTable
CREATE TABLE "agent_load" (
    "agent_id" TEXT NOT NULL,
    "active_leases" INTEGER NOT NULL DEFAULT 0,
    "last_heartbeat_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_load_pkey" PRIMARY KEY ("agent_id")
);

-- CreateTable
CREATE TABLE "history_import" (
    "id" TEXT NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "data_sha256" TEXT NOT NULL,
    "task_count" INTEGER NOT NULL,
    "agent_count" INTEGER NOT NULL,
    "outcome_count" INTEGER NOT NULL,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "history_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history_task" (
    "id" BIGSERIAL NOT NULL,
    "import_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "source" TEXT,
    "split" TEXT,

    CONSTRAINT "history_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history_outcome" (
    "task_id" BIGINT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "cost_nano_usd" BIGINT,
    "latency_ms" INTEGER,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,

    CONSTRAINT "history_outcome_pkey" PRIMARY KEY ("task_id","agent_id")
);

-- CreateTable
CREATE TABLE "registered_model" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registered_model_pkey" PRIMARY KEY ("name","kind")
);

-- CreateTable
CREATE TABLE "model_artifact" (
    "sha256" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_artifact_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "model_version" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "artifact_sha256" TEXT NOT NULL,
    "metadata" JSONB NOT NULL,
    "metrics" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("name","kind","version")
);

-- CreateTable
CREATE TABLE "model_alias" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_alias_pkey" PRIMARY KEY ("name","kind","alias")
);

-- CreateTable
CREATE TABLE "model_alias_move" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "from_version" INTEGER,
    "to_version" INTEGER NOT NULL,
    "verb" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_alias_move_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replica_model" (
    "replica_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "replica_model_pkey" PRIMARY KEY ("replica_id","name","kind")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "agent_key" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "secret_tail" TEXT NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "agent_name" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runtime_revision" (
    "topic" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,

    CONSTRAINT "runtime_revision_pkey" PRIMARY KEY ("topic")
);

-- CreateTable
CREATE TABLE "health_problem" (
    "id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "health_problem_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entry_entity_entity_id_id_idx" ON "audit_entry"("entity", "entity_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_entity_id_idx" ON "audit_entry"("entity", "id");

-- CreateIndex
CREATE INDEX "audit_entry_actor_name_id_idx" ON "audit_entry"("actor_name", "id");

-- CreateIndex
CREATE INDEX "ledger_entry_budget_id_window_start_id_idx" ON "ledger_entry"("budget_id", "window_start", "id");

-- CreateIndex
CREATE INDEX "ledger_entry_decision_id_idx" ON "ledger_entry"("decision_id");

-- CreateIndex
CREATE UNIQUE INDEX "configuration_provider_name_key" ON "configuration"("provider", "name");

-- CreateIndex
CREATE INDEX "price_override_provider_model_effective_from_idx" ON "price_override"("provider", "model", "effective_from");

-- CreateIndex
CREATE INDEX "decision_fleet_name_id_idx" ON "decision"("fleet_name", "id" DESC);

-- CreateIndex
CREATE INDEX "decision_agent_id_id_idx" ON "decision"("agent_id", "id" DESC);

-- CreateIndex
CREATE INDEX "decision_task_type_id_idx" ON "decision"("task_type", "id" DESC);

-- CreateIndex
CREATE INDEX "outcome_at_idx" ON "outcome"("at");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "agent_fleet_name_name_key" ON "agent"("fleet_name", "name");

-- CreateIndex
CREATE UNIQUE INDEX "history_import_fleet_name_data_sha256_key" ON "history_import"("fleet_name", "data_sha256");

-- CreateIndex
CREATE UNIQUE INDEX "history_task_import_id_item_id_key" ON "history_task"("import_id", "item_id");

-- CreateIndex
CREATE INDEX "model_alias_move_name_kind_alias_id_idx" ON "model_alias_move"("name", "kind", "alias", "id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "account_userId_idx" ON "account"("userId");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE INDEX "one_time_link_user_id_idx" ON "one_time_link"("user_id");

-- CreateIndex
CREATE INDEX "health_problem_resolved_at_since_idx" ON "health_problem"("resolved_at", "since");

-- AddForeignKey
ALTER TABLE "budget_balance" ADD CONSTRAINT "budget_balance_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "budget"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "configuration_revision" ADD CONSTRAINT "configuration_revision_configuration_id_fkey" FOREIGN KEY ("configuration_id") REFERENCES "configuration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_fleet_name_fkey" FOREIGN KEY ("fleet_name") REFERENCES "fleet"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_capability" ADD CONSTRAINT "agent_capability_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_load" ADD CONSTRAINT "agent_load_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history_task" ADD CONSTRAINT "history_task_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "history_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history_outcome" ADD CONSTRAINT "history_outcome_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "history_task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_name_kind_fkey" FOREIGN KEY ("name", "kind") REFERENCES "registered_model"("name", "kind") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_artifact_sha256_fkey" FOREIGN KEY ("artifact_sha256") REFERENCES "model_artifact"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_alias" ADD CONSTRAINT "model_alias_name_kind_fkey" FOREIGN KEY ("name", "kind") REFERENCES "registered_model"("name", "kind") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema language cannot say.

CREATE UNIQUE INDEX "budget_name_in_force" ON "budget" ("name") WHERE "archived_at" IS NULL;

-- A hold is made once and ends once: by settle, release or expire.
CREATE UNIQUE INDEX "ledger_entry_hold_once" ON "ledger_entry" ("decision_id", "budget_id") WHERE "kind" = 'hold';
CREATE UNIQUE INDEX "ledger_entry_end_once" ON "ledger_entry" ("decision_id", "budget_id") WHERE "kind" IN ('settle', 'release', 'expire');

-- A decision, its lease and its outcome are written by one statement path each and removed together; checking the
-- reference row by row would cost a fifth of every decision.
ALTER TABLE "assignment" DROP CONSTRAINT "assignment_decision_id_fkey";
ALTER TABLE "outcome" DROP CONSTRAINT "outcome_decision_id_fkey";

-- Only running leases expire: ended ones, which are nearly all, stay out of the index. Not by the state: compared with a
-- parameter, an enum finds no partial index.
CREATE INDEX "assignment_active_expires_at" ON "assignment" ("expires_at") WHERE "ended_at" IS NULL;
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_active_until_ended" CHECK (("state" = 'active') = ("ended_at" IS NULL));

-- Leases that ended by themselves are rare, and so are failures and tasks nobody could take: each index finds them
-- without reading what lies between.
CREATE INDEX "assignment_expired_ended_at" ON "assignment" ("ended_at") WHERE "state" = 'expired';
CREATE INDEX "outcome_failed" ON "outcome" ("decision_id") WHERE NOT "success";
CREATE INDEX "decision_nobody_fits" ON "decision" ("id") WHERE "agent_id" IS NULL;

-- Compressing the explanation of every decision would cost as much as the rest of the insert.
ALTER TABLE "decision" SET (toast_tuple_target = 8160);

-- Rewritten with every decision: room on the page keeps the updates off the index.
ALTER TABLE "agent_load" SET (fillfactor = 50);
ALTER TABLE "budget_balance" SET (fillfactor = 50);

ALTER TABLE "agent_load" ADD CONSTRAINT "agent_load_active_leases_check" CHECK ("active_leases" >= 0);
ALTER TABLE "budget_balance" ADD CONSTRAINT "budget_balance_held_check" CHECK ("held_nano_usd" >= 0);
ALTER TABLE "agent" ADD CONSTRAINT "agent_concurrency_limit_check" CHECK ("concurrency_limit" >= 1);

-- Audit entries and ledger entries are never edited; audit entries are never removed.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE ON "ledger_entry" FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A version is what it was when it was measured, and the history of an alias is what happened.
CREATE TRIGGER "model_version_immutable" BEFORE UPDATE ON "model_version" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "model_alias_move_append_only" BEFORE UPDATE ON "model_alias_move" FOR EACH ROW EXECUTE FUNCTION refuse_change();
