import { describe, expect, it } from "vitest";
import { insertRows, jsonRows } from "./json-rows.ts";

describe("rows as JSON", () => {
  it("names columns as properties are named, times without their unit", () => {
    expect(insertRows("t", { atMs: "time", cacheWrite5mTokens: "int" }, "$1")).toBe(
      'insert into t (at,cache_write_5m_tokens) select to_timestamp("atMs" / 1000.0),"cacheWrite5mTokens" from json_to_recordset($1::json) as x("atMs" float8,"cacheWrite5mTokens" int)',
    );
  });

  it("replace half a surrogate pair, which the database would refuse, and leave the rest as it is", () => {
    expect(JSON.parse(jsonRows([{ a: "x\ud83d", b: "😀", c: "\\ud83d", d: 1 }]))).toEqual([
      { a: "x\ufffd", b: "😀", c: "\\ud83d", d: 1 },
    ]);
  });
});
