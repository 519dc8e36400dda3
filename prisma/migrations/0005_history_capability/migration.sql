-- AlterTable
ALTER TABLE "history_task" ADD COLUMN     "capability" TEXT;
