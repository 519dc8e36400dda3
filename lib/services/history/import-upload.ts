import { createReadStream } from "node:fs";
import { mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { ImportSummary } from "#lib/contracts/history.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { importHistory } from "./import-history.ts";

/** What a packed file may unpack to: larger history is imported with the command, from a folder. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;
const FILE_NAMES = {
  items: "items.jsonl",
  outcomes: "outcomes.csv",
  agents: "agents.csv",
  train: "train.txt",
  test: "test.txt",
  interactions: "interactions.jsonl",
} as const;

/** As the form names them. */
const LABELS: Record<keyof typeof FILE_NAMES, string> = {
  items: "Tasks",
  outcomes: "Outcomes",
  agents: "Agents",
  train: "Training ids",
  test: "Test ids",
  interactions: "Interactions",
};

const file = (what: string) => z.instanceof(File, { error: `Choose the file with ${what}` });
const fieldSchema = z.string().trim().max(64).optional();

const inputSchema = z.strictObject({
  fleetName: nameSchema,
  typeField: fieldSchema,
  sourceField: fieldSchema,
  items: file("the tasks (items.jsonl)"),
  outcomes: file("the outcomes (outcomes.csv)"),
  agents: file("the agents").optional(),
  train: file("the training ids").optional(),
  test: file("the test ids").optional(),
  interactions: file("the interactions").optional(),
});

/**
 * Imports uploaded history files; each may be plain or gzip, whatever its name says.
 * @throws SignalboxError as importHistory, and too_large for a file that unpacks beyond 1 GiB
 */
export async function importUpload({ ctx, input }: ServiceCall): Promise<ImportSummary> {
  requireScope(ctx, "history:write");
  const { fleetName, typeField, sourceField, ...files } = parseInput(inputSchema, input);
  const folder = await mkdtemp(path.join(os.tmpdir(), "signalbox-upload-"));
  try {
    for (const [field, name] of Object.entries(FILE_NAMES)) {
      const upload = files[field as keyof typeof FILE_NAMES];
      if (upload) await keep(upload, path.join(folder, name));
    }
    return await importHistory({
      ctx,
      input: {
        folder,
        fleetName,
        typeField: typeField || null,
        sourceField: sourceField || null,
        sourceName: files.outcomes.name.slice(0, 200) || "upload",
      },
    });
  } catch (error) {
    throw inWordsOfTheForm(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file that cannot be read is named by the field it was given in: its own name may be another one. */
function inWordsOfTheForm(error: unknown): unknown {
  if (!(error instanceof SignalboxError)) return error;
  const [detail] = error.details;
  const field = Object.entries(FILE_NAMES).find(([, name]) => detail?.path === name || detail?.path === `${name}.gz`);
  if (!detail || !field) return error;
  const label = LABELS[field[0] as keyof typeof FILE_NAMES];
  return new SignalboxError(error.code, `The file given as ${label} ${detail.message}`, { cause: error.cause });
}

async function keep(upload: File, plainPath: string): Promise<void> {
  await writeFile(plainPath, upload.stream());
  if (!(await isGzip(plainPath))) return;
  const packed = `${plainPath}.gz`;
  await rename(plainPath, packed);
  await requireModestSize(packed, upload.name);
}

async function isGzip(filePath: string): Promise<boolean> {
  const handle = await open(filePath);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** A few kilobytes can unpack to terabytes. A damaged file is left for the reader, which names it. */
async function requireModestSize(packed: string, name: string): Promise<void> {
  const source = createReadStream(packed);
  const unpacked = source.pipe(createGunzip());
  let bytes = 0;
  try {
    for await (const chunk of unpacked) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_UNPACKED_BYTES) {
        throw new SignalboxError("too_large", `${name} unpacks to more than 1 GiB: import it from a folder instead.`);
      }
    }
  } catch (error) {
    if (error instanceof SignalboxError) throw error;
  } finally {
    source.destroy();
  }
}
