import { describe, expect, it } from "vitest";
import { RowTable } from "./row-table.ts";

const table = new RowTable<{ atMs: number; cacheWrite5mTokens: number | null }>("t", {
  atMs: "time",
  cacheWrite5mTokens: "int",
});
const texts = new RowTable<{ a: string; b: string }>("t", { a: "text", b: "text" });

describe("a table's rows", () => {
  it("are read from one text of JSON, into columns named as properties are, times without their unit", () => {
    expect(table.insertMany("$1")).toBe(
      'insert into t (at,cache_write_5m_tokens) select to_timestamp("atMs" / 1000.0),"cacheWrite5mTokens" from json_to_recordset($1::json) as x("atMs" float8,"cacheWrite5mTokens" int)',
    );
  });

  it("are a parameter a value where there is one", () => {
    expect(table.insertOne(3)).toBe(
      "insert into t (at,cache_write_5m_tokens) values (to_timestamp($4::float8 / 1000.0),$5)",
    );
    expect(table.one({ cacheWrite5mTokens: null, atMs: 7 })).toEqual([7, null]);
  });

  it("replace half a surrogate pair, which the database would refuse, and leave the rest as it is", () => {
    expect(JSON.parse(texts.many([{ a: "x\ud83d😀", b: "\\ud83d" }]))).toEqual([{ a: "x\ufffd😀", b: "\\ud83d" }]);
  });
});
