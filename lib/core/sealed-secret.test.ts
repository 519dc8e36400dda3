import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { masterKeyOf, openSecret, parseMasterKey, rewrapSecret, sealSecret } from "./sealed-secret.ts";

const SECRET = "sk-sentinel-🔑-0123456789";
const CONTEXT = ["provider_credential", "cred_1", "secret", "openai", null];
const master = masterKeyOf(randomBytes(32));
const sealed = sealSecret(SECRET, CONTEXT, master);

describe("a sealed secret", () => {
  test("opens where it was sealed, holds nothing readable, and is other bytes each time", () => {
    expect(openSecret(sealed, CONTEXT, [master])).toBe(SECRET);
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("sentinel");
    expect(sealSecret(SECRET, CONTEXT, master)).not.toBe(sealed);
  });

  test.each(CONTEXT.keys().toArray())("does not open when part %i of what it belongs to is another", (index) => {
    const elsewhere = CONTEXT.with(index, "other");
    expect(() => openSecret(sealed, elsewhere, [master])).toThrow(/stands where it was not sealed/);
    expect(() => rewrapSecret(sealed, elsewhere, [master], master)).toThrow(/stands where it was not sealed/);
  });

  test("does not open when parts of two contexts could be read as one another's", () => {
    const joined = sealSecret(SECRET, ["a,b", "c"], master);
    expect(() => openSecret(joined, ["a", "b,c"], [master])).toThrow();
  });

  test("does not open with any character changed, left out or swapped with another secret's", () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const flipped = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      // The last character of base64url may carry bits that mean nothing.
      const same = [1, 2, 3].every(
        (part) => flipped.split(".")[part] !== undefined && bytesOf(flipped, part) === bytesOf(sealed, part),
      );
      if (!same || flipped.slice(0, 2) !== "v1") expect(() => openSecret(flipped, CONTEXT, [master])).toThrow();
    }
    const other = sealSecret("another", CONTEXT, master).split(".");
    const [version, id, wrapped] = sealed.split(".");
    expect(() => openSecret([version, id, wrapped, other[3]].join("."), CONTEXT, [master])).toThrow();
    expect(() => openSecret("v1.x", CONTEXT, [master])).toThrow(/damaged/);
  });

  test("needs its own master key, and says which", () => {
    const other = masterKeyOf(randomBytes(32));
    expect(() => openSecret(sealed, CONTEXT, [other])).toThrow(`needs master key ${master.id}`);
    const wrong = { id: master.id, bytes: other.bytes };
    expect(() => openSecret(sealed, CONTEXT, [wrong])).toThrow();
  });

  test("wrapped anew opens with the new master key alone", () => {
    const next = masterKeyOf(randomBytes(32));
    const moved = rewrapSecret(sealed, CONTEXT, [next, master], next);
    expect(openSecret(moved, CONTEXT, [next])).toBe(SECRET);
    expect(() => openSecret(moved, CONTEXT, [master])).toThrow(`needs master key ${next.id}`);
  });
});

const bytesOf = (text: string, part: number) =>
  part === 1 ? text.split(".")[1] : Buffer.from(text.split(".")[part] ?? "", "base64url").toString("hex");

test("a master key is read from hexadecimal, base64 and base64url, and from nothing shorter", () => {
  const bytes = randomBytes(32);
  const { id } = masterKeyOf(bytes);
  for (const form of ["hex", "base64", "base64url"] as const) expect(parseMasterKey(bytes.toString(form)).id).toBe(id);
  for (const wrong of ["", "secret", randomBytes(31).toString("base64"), randomBytes(33).toString("hex")]) {
    expect(() => parseMasterKey(wrong)).toThrow(/32 random bytes/);
  }
});
