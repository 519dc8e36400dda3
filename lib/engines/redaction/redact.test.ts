import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { REDACTION_KINDS } from "#lib/contracts/prompt-policy.ts";
import { passesLuhn } from "./luhn.ts";
import { refusalOfPattern } from "./own-pattern.ts";
import { redactorOf } from "./redact.ts";

const all = () => redactorOf({ kinds: [...REDACTION_KINDS], patterns: [] });
const usual = () => redactorOf({ kinds: ["email", "card", "api_key"], patterns: [] });

describe("what is taken out", () => {
  test.each([
    ["Write to ada.l+x@mail.example.co.uk, please.", "Write to [e-mail], please."],
    ['{"to":"a@b.de"}', '{"to":"[e-mail]"}'],
    ["pay with 4111 1111 1111 1111 now", "pay with [card] now"],
    ["4111-1111-1111-1111", "[card]"],
    ["Amex 378282246310005.", "Amex [card]."],
    ["order 12 4111 1111 1111 1111 of 3", "order 12 [card] of 3"],
    ["two: 4111111111111111 5555555555554444", "two: [card] [card]"],
    ["key sk-proj-abcdefghijklmnopqrstuvwx123 leaked", "key [api key] leaked"],
    ["sk-ant-api03-AAAABBBBCCCCDDDD-eeee", "[api key]"],
    ["AKIAIOSFODNN7EXAMPLE", "[api key]"],
    [`AWS_SECRET_ACCESS_KEY="${"a1B/".repeat(10)}"`, '[api key]"'],
    [`ghp_${"a".repeat(36)} and hf_${"b".repeat(34)}`, "[api key] and [api key]"],
    ["Authorization: Bearer abcdef0123456789abcdef", "Authorization: [api key]"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk", "[api key]"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----", "[api key]"],
    ["call +49 (30) 1234-5678 or (030) 123 456", "call [phone] or [phone]"],
    ["555-123-4567", "[phone]"],
  ])("%s", (text, clean) => {
    expect(all()(text)).toBe(clean);
  });

  it("counts what it found, by kind", () => {
    const redact = all();
    redact("a@b.de, c@d.de");
    redact("4111111111111111");
    expect(redact.counts).toEqual({ email: 2, card: 1 });
  });
});

describe("what stays", () => {
  test.each([
    "The capital of France is Paris.",
    "4111 1111 1111 1112 fails the check",
    "version 1.2.3, 2026-11-26 02:40:11, port 5432",
    "an id of 36: 6f9619ff-8b86-d011-b42d-00cf4fc964ff",
    "0.1234567890123456789 and 1e9",
    "user@localhost",
    "sk-short",
  ])("%s", (text) => {
    expect(usual()(text)).toBe(text);
  });

  it("is what the policy does not ask for", () => {
    expect(usual()("+49 30 12345678")).toBe("+49 30 12345678");
    expect(redactorOf({ kinds: [], patterns: [] })("a@b.de")).toBe("a@b.de");
  });
});

test("any card number is found, however it is grouped, and nothing of it stays", () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 17 });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6 }), digits, fc.integer({ min: 2, max: 5 }), (first, rest, group) => {
      const start = `${first}${rest.join("")}`;
      const card = Array.from({ length: 10 }, (_, check) => `${start}${check}`).find(passesLuhn) ?? "";
      const grouped = card.replaceAll(new RegExp(`\\d{${group}}(?=\\d)`, "g"), "$& ");
      expect(usual()(`It is ${grouped}, thanks`)).toBe("It is [card], thanks");
    }),
  );
});

test("no text takes long: a quarter of a megabyte of what looks most like a find is not read once for each of its characters", () => {
  for (const piece of [
    "a",
    "1",
    "1 ",
    "a@",
    "a.",
    "@a.",
    "sk-",
    "eyJ",
    "eyJa.",
    "+1 ",
    "-----BEGIN PRIVATE KEY-----",
    "(",
  ]) {
    const text = piece.repeat(Math.ceil(262_144 / piece.length));
    // By the processor's clock, which others on the machine do not turn: reading it so often would take minutes.
    const begun = process.cpuUsage();
    all()(text);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1e6, `seconds for "${piece}"`).toBeLessThan(15);
  }
});

describe("the operator's own patterns", () => {
  it("put their name in place of what they find, whatever its case", () => {
    const redact = redactorOf({ kinds: [], patterns: [{ name: "employee", pattern: "\\bemp-\\d{4,6}\\b" }] });
    expect(redact("ask EMP-12345 or emp-1")).toBe("ask [employee] or emp-1");
    expect(redact.counts).toEqual({ employee: 1 });
  });

  test.each([
    ["\\bproject (?:falcon|heron)\\b", null],
    ["ACCT[-_]?\\d{8}", null],
    ["[+*]{2} literal", null],
    ["(", "Invalid regular expression"],
    ["a+", "how often at most"],
    ["a{2,}", "how often at most"],
    ["(?:\\d{3}[ -]?){2,3}", null],
    ["[a-z]{1,64}@corp\\.example", null],
    ["(a|b){8}", null],
    ["(a{1,9}){1,9}", "too many ways"],
    ["(a|b){16}", "too many ways"],
    ["a?a?a?a?a?a?a?a?a?a?a?a?a?a?b", "too many ways"],
    ["a{1,30}b{1,30}c{1,30}", "too many ways"],
    ["(?=x)y", "look-arounds"],
    ["(a)\\1", "References"],
    ["a?", "a character at least"],
  ])("%s", (pattern, refusal) => {
    if (refusal === null) expect(refusalOfPattern(pattern)).toBeNull();
    else expect(refusalOfPattern(pattern)).toContain(refusal);
  });
});
