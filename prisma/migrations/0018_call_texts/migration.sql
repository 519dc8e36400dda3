-- Prompts and answers, where an operator has turned it on; off for every fleet until then.
CREATE TABLE "prompt_policy" (
    "fleet_name" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "prompt_policy_pkey" PRIMARY KEY ("fleet_name")
);

CREATE TABLE "call_text" (
    "call_id" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "fleet_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "delete_after" TIMESTAMPTZ(3) NOT NULL,
    "encoding" TEXT NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "call_text_pkey" PRIMARY KEY ("call_id")
);

CREATE INDEX "call_text_decision_id_idx" ON "call_text"("decision_id");

CREATE INDEX "call_text_fleet_name_idx" ON "call_text"("fleet_name");

CREATE INDEX "call_text_delete_after_idx" ON "call_text"("delete_after");
