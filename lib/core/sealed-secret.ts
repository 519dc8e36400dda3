import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** A key that wraps the data keys of secrets. Its id says which one, and nothing about it. */
export interface MasterKey {
  id: string;
  bytes: Buffer;
}

/** What a secret belongs to: provider, address, row, field. A sealed secret opens there and nowhere else. */
export type SealContext = readonly (string | null)[];

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1";

/** @throws Error when the bytes are not 32 */
export function masterKeyOf(bytes: Buffer): MasterKey {
  if (bytes.length !== KEY_BYTES) throw new Error(`a master key has ${KEY_BYTES} bytes, not ${bytes.length}`);
  return { id: createHmac("sha256", bytes).update("signalbox master key id").digest("hex").slice(0, 16), bytes };
}

/**
 * A master key as people write it: 64 hexadecimal digits, or 32 bytes in base64 or base64url.
 * @throws Error with a sentence that does not hold the text
 */
export function parseMasterKey(text: string): MasterKey {
  if (/^[0-9a-f]{64}$/i.test(text)) return masterKeyOf(Buffer.from(text, "hex"));
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0);
  if (bytes.length !== KEY_BYTES) {
    throw new Error("32 random bytes in base64 or hexadecimal, such as `openssl rand -base64 32` makes");
  }
  return masterKeyOf(bytes);
}

/**
 * Encrypts with AES-256-GCM under a data key made for this secret alone, and the data key under the master key. Both
 * are bound to the context.
 * @returns text of version, master key id, wrapped data key and ciphertext
 */
export function sealSecret(secret: string, context: SealContext, master: MasterKey): string {
  const dataKey = randomBytes(KEY_BYTES);
  const wrapped = encrypt(dataKey, master.bytes, aad(context, "data key"));
  const ciphertext = encrypt(Buffer.from(secret, "utf8"), dataKey, aad(context, "secret"));
  return [VERSION, master.id, wrapped, ciphertext].join(".");
}

/** @throws Error when no master key fits, the context is another or a bit is not as it was sealed */
export function openSecret(sealed: string, context: SealContext, masters: readonly MasterKey[]): string {
  const { wrapped, ciphertext, master } = partsOf(sealed, masters);
  const dataKey = decrypt(wrapped, master.bytes, aad(context, "data key"));
  return decrypt(ciphertext, dataKey, aad(context, "secret")).toString("utf8");
}

/**
 * The same secret with its data key wrapped by another master key; the secret itself is not opened.
 * @throws Error as openSecret does
 */
export function rewrapSecret(
  sealed: string,
  context: SealContext,
  masters: readonly MasterKey[],
  to: MasterKey,
): string {
  const { wrapped, ciphertext, master } = partsOf(sealed, masters);
  const dataKey = decrypt(wrapped, master.bytes, aad(context, "data key"));
  return [VERSION, to.id, encrypt(dataKey, to.bytes, aad(context, "data key")), ciphertext].join(".");
}

function partsOf(sealed: string, masters: readonly MasterKey[]) {
  const [version, masterId, wrapped, ciphertext, ...rest] = sealed.split(".");
  if (version !== VERSION || !wrapped || !ciphertext || rest.length > 0) throw new Error("the secret is damaged");
  const master = masters.find(({ id }) => id === masterId);
  if (!master) throw new Error(`the secret needs master key ${masterId}, which this process does not have`);
  return { wrapped, ciphertext, master };
}

/** Unambiguous whatever the parts hold, since each stands as JSON. */
function aad(context: SealContext, part: string): Buffer {
  return Buffer.from(JSON.stringify(["signalbox", VERSION, part, ...context]), "utf8");
}

function encrypt(plain: Buffer, key: Buffer, bound: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES }).setAAD(bound);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]).toString("base64url");
}

function decrypt(text: string, key: Buffer, bound: Buffer): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error("the secret is damaged");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(bound).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new Error("the secret is damaged, or stands where it was not sealed");
  }
}
