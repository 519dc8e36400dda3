import type { Db } from "./client.ts";

/** The last usable text of a file in `configs`. */
export interface SettingsFileRow {
  name: string;
  content: string;
  sha256: string;
}

const columns = { name: true, content: true, sha256: true } as const;

/** Every file in force, by name. */
export async function listSettingsFiles(db: Db): Promise<SettingsFileRow[]> {
  return db.settingsFile.findMany({ select: columns, orderBy: { name: "asc" } });
}

/** Names and hashes alone, for whoever compares. */
export async function listSettingsHashes(db: Db): Promise<Omit<SettingsFileRow, "content">[]> {
  return db.settingsFile.findMany({ select: { name: true, sha256: true }, orderBy: { name: "asc" } });
}

/** Puts a file in force in place of what it said before. */
export async function putSettingsFile(db: Db, row: SettingsFileRow, atMs: number): Promise<void> {
  const { name, ...rest } = row;
  const data = { ...rest, loadedAt: new Date(atMs) };
  await db.settingsFile.upsert({ where: { name }, create: { name, ...data }, update: data });
}
