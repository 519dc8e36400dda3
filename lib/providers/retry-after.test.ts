import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const NOW_MS = Date.parse("2026-11-20T10:00:00Z");
const asked = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), NOW_MS);

test("how long to wait is read in seconds, in milliseconds and from a date", () => {
  expect(asked({ "retry-after": "2" })).toBe(2000);
  expect(asked({ "retry-after": "0.25" })).toBe(250);
  expect(asked({ "retry-after": "9", "retry-after-ms": "1200" })).toBe(1200);
  expect(asked({ "retry-after": "Fri, 20 Nov 2026 10:00:30 GMT" })).toBe(30_000);
  expect(asked({ "retry-after": "Fri, 20 Nov 2026 09:00:00 GMT" })).toBe(0);
});

test("what says nothing is unknown, not zero", () => {
  expect(asked({})).toBeNull();
  expect(asked({ "retry-after": "soon" })).toBeNull();
  expect(retryAfterMs(undefined)).toBeNull();
});
