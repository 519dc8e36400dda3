CREATE TABLE "provider_credential" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "base_url" TEXT,
    "region" TEXT,
    "sealed" TEXT NOT NULL,
    "master_key_id" TEXT NOT NULL,
    "tail" TEXT NOT NULL,
    "fingerprint" TEXT,
    "author_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "retires_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_credential_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "provider_credential_provider_created_at_idx" ON "provider_credential"("provider", "created_at");

-- One secret at a time is the one in use for an address, and for a region of it.
CREATE UNIQUE INDEX "provider_credential_in_use"
    ON "provider_credential" ("provider", coalesce("base_url", ''), coalesce("region", ''))
    WHERE "retires_at" IS NULL;
