-- CreateTable
CREATE TABLE "text_embedding" (
    "embedding" TEXT NOT NULL,
    "text_sha256" BYTEA NOT NULL,
    "vector" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "text_embedding_pkey" PRIMARY KEY ("embedding","text_sha256")
);
