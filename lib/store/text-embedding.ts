import { pool } from "./client.ts";

/** These reads grow with the history; the pool's own limit is for the hot path. */
const BULK = { query_timeout: 120_000 };

/** Known vectors by text hash (hex); hashes nobody has embedded are absent. */
export async function readEmbeddings(embedding: string, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
  const { rows } = await pool().query<{ hash: string; vector: Buffer }>({
    ...BULK,
    text: `select encode(text_sha256, 'hex') as hash, vector from text_embedding
      where embedding = $1 and text_sha256 = any($2::bytea[])`,
    values: [embedding, hashes.map(bytesOf)],
  });
  return new Map(rows.map(({ hash, vector }) => [hash, new Float32Array(new Uint8Array(vector).buffer)]));
}

/** Keeps vectors; what is there already stays. In one order: two that bring the same ones would wait for each other. */
export async function writeEmbeddings(
  embedding: string,
  vectors: ReadonlyMap<string, Float32Array>,
  atMs: number,
): Promise<void> {
  if (vectors.size === 0) return;
  await pool().query({
    ...BULK,
    text: `insert into text_embedding (embedding, text_sha256, vector, created_at)
      select $1, h, v, $4 from unnest($2::bytea[], $3::bytea[]) x(h, v)
      order by h on conflict do nothing`,
    values: [
      embedding,
      [...vectors.keys()].map(bytesOf),
      [...vectors.values()].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
      new Date(atMs),
    ],
  });
}

function bytesOf(hash: string): Buffer {
  return Buffer.from(hash, "hex");
}
