ALTER TABLE "history_import" ADD COLUMN "interaction_count" INTEGER NOT NULL DEFAULT 0;
