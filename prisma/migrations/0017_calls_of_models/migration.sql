-- A call for embeddings names a model itself: no configuration's revision was in force.
ALTER TABLE "model_call" ALTER COLUMN "config_revision" DROP NOT NULL;
