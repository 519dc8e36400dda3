-- Providers' exports of usage and costs, to be compared with what Signalbox knows.
CREATE TABLE "invoice_upload" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_rows" INTEGER NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "tells_tokens" BOOLEAN NOT NULL,
    "tells_costs" BOOLEAN NOT NULL,
    "billed_nano_usd" BIGINT,
    "mapping" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "author_name" TEXT NOT NULL,

    CONSTRAINT "invoice_upload_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "invoice_line" (
    "upload_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "billed_as" TEXT NOT NULL,
    "token_class" TEXT,
    "tier" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "tokens" BIGINT,
    "requests" BIGINT,
    "cost_nano_usd" BIGINT,
    "list_nano_usd" BIGINT,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("upload_id","position")
);

CREATE UNIQUE INDEX "invoice_upload_provider_account_sha256_key" ON "invoice_upload"("provider", "account", "sha256");

CREATE INDEX "invoice_line_upload_id_day_idx" ON "invoice_line"("upload_id", "day");

ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "invoice_upload"("id") ON DELETE CASCADE ON UPDATE CASCADE;
