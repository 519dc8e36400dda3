import { describe, expect, test } from "vitest";
import { coversAddress, coversName, egressEntryOfUrl, parseEgressEntry } from "./egress-allowlist.ts";
import { parseIpAddress } from "./network-address.ts";

const opens = (entry: string, address: string, port = 443) => {
  const parsed = parseIpAddress(address);
  return parsed !== null && coversAddress(parseEgressEntry(entry), parsed, port);
};

describe("an entry of the allowlist", () => {
  test("opens an address, with a port only that port", () => {
    expect(opens("10.1.2.3", "10.1.2.3", 8000)).toBe(true);
    expect(opens("127.0.0.1:11434", "127.0.0.1", 11434)).toBe(true);
    expect(opens("127.0.0.1:11434", "127.0.0.1", 5432)).toBe(false);
    expect(opens("[::1]:8000", "::1", 8000)).toBe(true);
    expect(opens("::1", "127.0.0.1")).toBe(false);
  });

  test("opens a range, and none of the forms that hide it", () => {
    expect(opens("10.0.0.0/8", "10.255.0.1")).toBe(true);
    expect(opens("10.0.0.0/8", "11.0.0.1")).toBe(false);
    expect(opens("127.0.0.0/8", "::ffff:127.0.0.1")).toBe(false);
    expect(opens("fd00::/8", "fd12::1")).toBe(true);
  });

  test("opens a name as it was asked for, not what only ends like it", () => {
    const entry = parseEgressEntry("Ollama.internal:11434");
    expect(coversName(entry, "ollama.internal.", 11434)).toBe(true);
    expect(coversName(entry, "evil-ollama.internal", 11434)).toBe(false);
    expect(coversName(entry, "ollama.internal", 80)).toBe(false);
  });

  test.each([
    ["http://127.0.0.1:11434", /leave out the scheme/],
    ["0.0.0.0/0", /too wide/],
    ["::/0", /too wide/],
    ["10.0.0.0/40", /a range looks like/],
    ["host:99999", /between 1 and 65535/],
    ["ho st", /neither a host/],
    ["*.example.com", /neither a host/],
  ])("%s is refused with what is wrong", (entry, sentence) => {
    expect(() => parseEgressEntry(entry)).toThrow(sentence);
  });

  test("comes from a full address with its port", () => {
    expect(egressEntryOfUrl("https://gateway.example/v1")).toEqual({
      kind: "name",
      host: "gateway.example",
      port: 443,
    });
    expect(opens("127.0.0.1:80", "127.0.0.1", 80)).toBe(true);
    expect(egressEntryOfUrl("http://[::1]:8000")).toMatchObject({ kind: "range", port: 8000 });
  });
});
