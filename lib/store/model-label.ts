import type { Db } from "./client.ts";
import type { ModelKey } from "./model.ts";

export interface VersionLabel {
  description: string;
  tags: Record<string, string>;
}

const NO_LABEL: VersionLabel = { description: "", tags: {} };

/** What people say of a version; empty when nobody has said anything. */
export async function readLabel(db: Db, key: ModelKey, version: number): Promise<VersionLabel> {
  const row = await db.modelLabel.findUnique({ where: { name_kind_version: { ...key, version } } });
  return row ? { description: row.description, tags: row.tags as Record<string, string> } : NO_LABEL;
}

export async function writeLabel(db: Db, key: ModelKey, version: number, label: VersionLabel, atMs: number) {
  const data = { ...label, updatedAt: new Date(atMs) };
  await db.modelLabel.upsert({
    where: { name_kind_version: { ...key, version } },
    create: { ...key, version, ...data },
    update: data,
  });
}
