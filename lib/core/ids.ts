import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford base 32, lower case

/** What an id names; the prefix makes a pasted id recognisable. */
export type IdPrefix =
  | "agt"
  | "alt"
  | "asg"
  | "aud"
  | "bud"
  | "cal"
  | "cfg"
  | "chn"
  | "crd"
  | "dec"
  | "dlv"
  | "drl"
  | "imp"
  | "inv"
  | "inc"
  | "key"
  | "nrm"
  | "prb"
  | "prc"
  | "req"
  | "rep"
  | "rpc"
  | "rpl"
  | "run"
  | "sil"
  | "trl"
  | "trn"
  | "usr";

/**
 * Time-ordered id such as `dec_01jd3v6m0q8zr2x4t9w5b7n1ck`: 48 bits of milliseconds, then 80 random bits
 * (the ULID layout), so that lists sort by it and inserts stay at the end of the index.
 * @param nowMs milliseconds since the Unix epoch, from the injected clock.
 */
export function newId(prefix: IdPrefix, nowMs: number): string {
  let noise = "";
  for (const byte of randomPool(16)) noise += ALPHABET[byte & 31];
  return idFloor(prefix, nowMs) + noise;
}

/** The beginning of every id made at the instant: sorts before all of them, and after all that are older. */
export function idFloor(prefix: IdPrefix, atMs: number): string {
  let time = "";
  for (let i = 0, rest = atMs; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time;
  return `${prefix}_${time}`;
}

let pool = Buffer.alloc(0);
let used = 0;

/** Random bytes in blocks: a call to the kernel per id would be a third of the cost of a decision. */
function randomPool(count: number): Buffer {
  if (used + count > pool.length) {
    pool = randomBytes(8192);
    used = 0;
  }
  const slice = pool.subarray(used, used + count);
  used += count;
  return slice;
}

const ID = /^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/;

/** True for a text of the form newId makes; says nothing about whether the thing exists. */
export function isId(text: string): boolean {
  return ID.test(text);
}
