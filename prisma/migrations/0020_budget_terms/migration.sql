-- Budgets: rolling windows, soft thresholds, temporary raises, pauses; what they did to decisions.
CREATE TYPE "budget_alignment" AS ENUM ('calendar', 'rolling');
CREATE TYPE "budget_effect_kind" AS ENUM ('blocked', 'downgraded');

ALTER TABLE "budget"
    ADD COLUMN "alignment" "budget_alignment" NOT NULL DEFAULT 'calendar',
    ADD COLUMN "thresholds" JSONB NOT NULL DEFAULT '[]',
    ADD COLUMN "raise_nano_usd" BIGINT,
    ADD COLUMN "raise_until" TIMESTAMPTZ(3),
    ADD COLUMN "raise_reason" TEXT,
    ADD COLUMN "raised_by" TEXT,
    ADD COLUMN "paused_at" TIMESTAMPTZ(3),
    ADD COLUMN "paused_by" TEXT,
    ADD COLUMN "pause_reason" TEXT,
    ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 1;

-- Budgets of before are told of as new ones are.
UPDATE "budget" SET "thresholds" = '[{"percent": 80}, {"percent": 100}]';

ALTER TABLE "budget" ADD CONSTRAINT "budget_raise_whole" CHECK (
  num_nonnulls("raise_nano_usd", "raise_until", "raise_reason", "raised_by") IN (0, 4));
ALTER TABLE "budget" ADD CONSTRAINT "budget_pause_whole" CHECK (
  num_nonnulls("paused_at", "paused_by", "pause_reason") IN (0, 3));

CREATE TABLE "budget_effect" (
    "budget_id" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "kind" "budget_effect_kind" NOT NULL,

    CONSTRAINT "budget_effect_pkey" PRIMARY KEY ("budget_id","decision_id")
);
CREATE INDEX "budget_effect_at_idx" ON "budget_effect"("at");
ALTER TABLE "budget_effect" ADD CONSTRAINT "budget_effect_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "budget"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One ledger entry a decision, whatever number of budgets it concerns: it names the set of their windows.
CREATE TABLE "ledger_set" (
    "set_id" UUID NOT NULL,
    "budget_id" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_set_pkey" PRIMARY KEY ("set_id","budget_id")
);
CREATE INDEX "ledger_set_budget_id_window_start_idx" ON "ledger_set"("budget_id", "window_start");

ALTER TYPE "ledger_kind" RENAME TO "ledger_kind_before";
CREATE TYPE "ledger_kind" AS ENUM ('hold', 'settle', 'release', 'expire', 'late', 'waive', 'reset', 'carry');
ALTER TABLE "ledger_entry" RENAME TO "ledger_entry_before";
ALTER TABLE "ledger_entry_before" RENAME CONSTRAINT "ledger_entry_pkey" TO "ledger_entry_before_pkey";
CREATE TABLE "ledger_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "set_id" UUID NOT NULL,
    "decision_id" TEXT,
    "kind" "ledger_kind" NOT NULL,
    "held_nano_usd" BIGINT NOT NULL,
    "spent_nano_usd" BIGINT NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- Entries of a decision that were one a budget become one a set; a budget that paid nothing of it gets it back by a waive.
CREATE TEMPORARY TABLE "folded" AS
  SELECT min(id) AS id, min(at) AS at, decision_id, kind::text AS kind, min(held_nano_usd) AS held_nano_usd,
    max(spent_nano_usd) AS spent_nano_usd,
    array_agg(budget_id ORDER BY budget_id COLLATE "C") AS budgets,
    array_agg(window_start ORDER BY budget_id COLLATE "C") AS windows,
    array_agg(spent_nano_usd ORDER BY budget_id COLLATE "C") AS spent
  FROM "ledger_entry_before" GROUP BY decision_id, kind;
CREATE FUNCTION pg_temp.set_of(budgets TEXT[], windows TIMESTAMPTZ[]) RETURNS UUID LANGUAGE sql AS $$
  SELECT substr(encode(sha256(convert_to(string_agg(b || '@' || round(extract(epoch FROM w) * 1000)::bigint, ',' ORDER BY b COLLATE "C"), 'UTF8')), 'hex'), 1, 32)::uuid
  FROM unnest(budgets, windows) x(b, w) $$;
CREATE TEMPORARY TABLE "waived" AS
  SELECT f.id, f.at, f.decision_id, -f.spent_nano_usd AS spent_nano_usd,
    array_agg(b ORDER BY b COLLATE "C") AS budgets, array_agg(w ORDER BY b COLLATE "C") AS windows
  FROM "folded" f CROSS JOIN LATERAL unnest(f.budgets, f.windows, f.spent) x(b, w, s)
  WHERE s <> f.spent_nano_usd GROUP BY f.id, f.at, f.decision_id, f.spent_nano_usd;
INSERT INTO "ledger_set" (set_id, budget_id, window_start)
  SELECT pg_temp.set_of(f.budgets, f.windows), b, w
  FROM (SELECT budgets, windows FROM "folded" UNION SELECT budgets, windows FROM "waived") f
  CROSS JOIN LATERAL unnest(f.budgets, f.windows) x(b, w)
  ON CONFLICT DO NOTHING;
INSERT INTO "ledger_entry" (at, set_id, decision_id, kind, held_nano_usd, spent_nano_usd)
  SELECT at, set_id, decision_id, kind::"ledger_kind", held_nano_usd, spent_nano_usd FROM (
    SELECT id, 0 AS part, at, pg_temp.set_of(budgets, windows) AS set_id, decision_id, kind, held_nano_usd, spent_nano_usd FROM "folded"
    UNION ALL
    SELECT id, 1, at, pg_temp.set_of(budgets, windows), decision_id, 'waive', 0, spent_nano_usd FROM "waived"
  ) e ORDER BY id, part;
DROP TABLE "folded", "waived", "ledger_entry_before";
DROP TYPE "ledger_kind_before";

CREATE INDEX "ledger_entry_set_id_id_idx" ON "ledger_entry"("set_id", "id");
-- A decision makes one hold, which ends once; one late cost and one waive beside it.
CREATE UNIQUE INDEX "ledger_entry_once" ON "ledger_entry" ("decision_id", (CASE "kind"
  WHEN 'hold' THEN 0 WHEN 'settle' THEN 1 WHEN 'release' THEN 1 WHEN 'expire' THEN 1 WHEN 'late' THEN 2 ELSE 3 END))
  WHERE "decision_id" IS NOT NULL;

ALTER TABLE "budget_balance" ADD COLUMN "unheld_nano_usd" BIGINT NOT NULL DEFAULT 0;
UPDATE "budget_balance" bb SET "unheld_nano_usd" = l.unheld FROM (
  SELECT s.budget_id, s.window_start,
    sum(CASE WHEN e.kind IN ('settle', 'late') THEN greatest(e.held_nano_usd + e.spent_nano_usd, 0) ELSE 0 END)::bigint unheld
  FROM "ledger_entry" e JOIN "ledger_set" s ON s.set_id = e.set_id GROUP BY 1, 2
) l WHERE l.budget_id = bb.budget_id AND l.window_start = bb.window_start AND l.unheld > 0;
