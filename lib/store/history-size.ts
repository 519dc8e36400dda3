import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { createGunzip } from "node:zlib";

/** Lines of the folder's two large files, so that a progress bar knows where it stands. A file that cannot be read counts 0. */
export async function countLines(folder: string): Promise<{ items: number; outcomes: number }> {
  const [items, outcomes] = await Promise.all(
    ["items.jsonl", "outcomes.csv"].map((name) => countFile(path.join(folder, name))),
  );
  return { items: items ?? 0, outcomes: outcomes ?? 0 };
}

const NEWLINE = 10;

async function countFile(plain: string): Promise<number> {
  const packed = await access(plain).then(
    () => false,
    () => true,
  );
  try {
    const raw = createReadStream(packed ? `${plain}.gz` : plain, { highWaterMark: 1 << 18 });
    let lines = 0;
    for await (const chunk of packed ? raw.compose(createGunzip()) : raw) {
      for (const byte of chunk as Buffer) if (byte === NEWLINE) lines++;
    }
    return lines;
  } catch {
    return 0;
  }
}
