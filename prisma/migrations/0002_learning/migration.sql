-- CreateEnum
CREATE TYPE "replay_state" AS ENUM ('running', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "training_state" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "trial_mode" AS ENUM ('shadow', 'canary', 'watch');

-- CreateEnum
CREATE TYPE "trial_state" AS ENUM ('running', 'good', 'rolled_back', 'stopped');

-- AlterTable
ALTER TABLE "model_alias_move" ADD COLUMN     "automatic" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "gates" JSONB,
ADD COLUMN     "overridden" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "model_artifact" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ALTER COLUMN "bytes" DROP NOT NULL;

-- CreateTable
CREATE TABLE "model_evaluation" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "report" JSONB NOT NULL,

    CONSTRAINT "model_evaluation_pkey" PRIMARY KEY ("name","kind","version")
);

-- CreateTable
CREATE TABLE "model_label" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "tags" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_label_pkey" PRIMARY KEY ("name","kind","version")
);

-- CreateTable
CREATE TABLE "model_policy" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_policy_pkey" PRIMARY KEY ("name","kind")
);

-- CreateTable
CREATE TABLE "replay" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "against" INTEGER,
    "window_from" TIMESTAMPTZ(3) NOT NULL,
    "window_to" TIMESTAMPTZ(3) NOT NULL,
    "state" "replay_state" NOT NULL,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "report" JSONB,
    "error" TEXT,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "replay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replay_flip" (
    "replay_id" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "flip" JSONB NOT NULL,

    CONSTRAINT "replay_flip_pkey" PRIMARY KEY ("replay_id","decision_id")
);

-- CreateTable
CREATE TABLE "training_run" (
    "id" TEXT NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "state" "training_state" NOT NULL,
    "request" JSONB NOT NULL,
    "stage" TEXT NOT NULL DEFAULT '',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "seconds_left" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "replica_id" TEXT,
    "heartbeat_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "version" INTEGER,
    "error_code" TEXT,
    "error_message" TEXT,

    CONSTRAINT "training_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_trial" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "mode" "trial_mode" NOT NULL,
    "version" INTEGER NOT NULL,
    "against" INTEGER NOT NULL,
    "state" "trial_state" NOT NULL,
    "plan" JSONB NOT NULL,
    "statistics" JSONB NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    "sentence" TEXT NOT NULL DEFAULT '',
    "author_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_trial_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shadow_score" (
    "trial_id" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "agent_name" TEXT,
    "predicted_success" DOUBLE PRECISION,

    CONSTRAINT "shadow_score_pkey" PRIMARY KEY ("trial_id","decision_id")
);

-- CreateIndex
CREATE INDEX "replay_name_kind_version_id_idx" ON "replay"("name", "kind", "version", "id" DESC);

-- CreateIndex
CREATE INDEX "training_run_fleet_name_kind_id_idx" ON "training_run"("fleet_name", "kind", "id" DESC);

-- CreateIndex
CREATE INDEX "training_run_state_idx" ON "training_run"("state");

-- CreateIndex
CREATE INDEX "model_trial_name_kind_id_idx" ON "model_trial"("name", "kind", "id" DESC);

-- AddForeignKey
ALTER TABLE "model_evaluation" ADD CONSTRAINT "model_evaluation_name_kind_version_fkey" FOREIGN KEY ("name", "kind", "version") REFERENCES "model_version"("name", "kind", "version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_label" ADD CONSTRAINT "model_label_name_kind_version_fkey" FOREIGN KEY ("name", "kind", "version") REFERENCES "model_version"("name", "kind", "version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replay_flip" ADD CONSTRAINT "replay_flip_replay_id_fkey" FOREIGN KEY ("replay_id") REFERENCES "replay"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.

-- Two canaries of one model would blame each other.
CREATE UNIQUE INDEX "model_trial_one_running" ON "model_trial" ("name", "kind", "mode") WHERE "ended_at" IS NULL;
CREATE INDEX "training_run_open" ON "training_run" ("id") WHERE "finished_at" IS NULL;

ALTER TABLE "model_artifact" ADD CONSTRAINT "model_artifact_kept_or_deleted" CHECK (("bytes" IS NULL) = ("deleted_at" IS NOT NULL));

CREATE TRIGGER "model_evaluation_immutable" BEFORE UPDATE ON "model_evaluation" FOR EACH ROW EXECUTE FUNCTION refuse_change();
