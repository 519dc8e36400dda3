import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import type { SignalboxError } from "#lib/core/errors.ts";
import { systemContext } from "#test/fleet.ts";
import { importUpload } from "./import-upload.ts";

const items = new File(['{"id":"a","text":"Sum up","type":"summary"}\n'], "tasks.jsonl");

it.each([
  ["plain", (text: string) => text],
  ["packed", (text: string) => gzipSync(text)],
])("names the field of a %s file that is no CSV, and nothing of the parser's stack", async (_kind, pack) => {
  const outcomes = new File([pack('item_id,agent,success\na,b "c",1\n')], "picture.png");
  const error = await importUpload({ ctx: systemContext(), input: { fleetName: "mistaken", items, outcomes } }).then(
    () => null,
    (thrown: unknown) => thrown as SignalboxError,
  );
  expect(error?.code).toBe("invalid_input");
  expect(error?.message).toMatch(/^The file given as Outcomes is not a CSV in UTF-8 \(.*line 2/);
  expect(error?.cause).toBeUndefined();
});
