import { describe, expect, it } from "vitest";
import { ERROR_CODES, SignalboxError } from "#lib/core/errors.ts";
import { toErrorBody } from "./error-map.ts";
import { jsonSafe } from "./json-safe.ts";

describe("an error becomes an answer", () => {
  it("has a status for every code", () => {
    const statuses = ERROR_CODES.map((code) => toErrorBody(new SignalboxError(code, "x"), "req_1").status);
    expect(statuses.every((status) => status >= 400 && status < 600)).toBe(true);
  });

  it("carries the sentence, the details and the request of one of ours", () => {
    const details = [{ path: "name", message: "too long" }];
    const error = new SignalboxError("rate_limited", "Slow down.", { details, retryAfterSeconds: 3 });
    expect(toErrorBody(error, "req_1")).toEqual({
      status: 429,
      body: { code: "rate_limited", message: "Slow down.", details, requestId: "req_1" },
      retryAfterSeconds: 3,
    });
  });

  it("never shows what an unknown error says", () => {
    const { status, body } = toErrorBody(new Error("password=hunter2"), "req_1");
    expect([status, body.code]).toEqual([500, "internal"]);
    expect(JSON.stringify(body)).not.toContain("hunter2");
    expect(body.message).toContain("req_1");
  });

  it("says 503 while the database is away, however deep the driver's code lies", () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    expect(toErrorBody(new Error("query failed", { cause: refused }), "req_1")).toMatchObject({
      status: 503,
      body: { code: "unavailable" },
      retryAfterSeconds: 2,
    });
  });

  it("says 503 when Prisma carries the server's word that it is starting up", () => {
    const driverAdapterError = Object.assign(new Error("DriverAdapterError"), {
      cause: { kind: "postgres", originalCode: "57P03" },
    });
    const error = Object.assign(new Error("Database error."), { code: "P2039", meta: { driverAdapterError } });
    expect(toErrorBody(error, "req_1")).toMatchObject({ status: 503, retryAfterSeconds: 2 });
  });

  it("says 503 while the disk is full, and names the reason", () => {
    const full = Object.assign(new Error("could not extend file"), { code: "53100" });
    expect(toErrorBody(new Error("query failed", { cause: full }), "req_1")).toMatchObject({
      status: 503,
      body: { code: "unavailable", message: expect.stringContaining("disk is full") },
      retryAfterSeconds: 30,
    });
  });

  it("knows its own errors from the other bundle's copy of the class", () => {
    const copy = Object.assign(new Error("No."), { name: "SignalboxError", code: "conflict", details: [] });
    expect(toErrorBody(copy, "req_1")).toMatchObject({ status: 409, body: { message: "No." } });
  });
});

it("makes plain JSON of amounts and dates", () => {
  expect(jsonSafe({ cost: 12n, at: new Date(0), rows: [1n] })).toEqual({
    cost: "12",
    at: "1970-01-01T00:00:00.000Z",
    rows: ["1"],
  });
  expect(jsonSafe(undefined)).toBeNull();
});
