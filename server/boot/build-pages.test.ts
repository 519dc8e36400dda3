import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "./build-pages.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "signalbox-build-"));
  mkdirSync(path.join(root, "app/fleet"), { recursive: true });
  mkdirSync(path.join(root, "lib/generated/prisma"), { recursive: true });
  writeFileSync(path.join(root, "app/fleet/page.tsx"), "page");
});

afterEach(() => rmSync(root, { recursive: true }));

test("a changed page needs a new build", () => {
  const before = hashSources(root);
  writeFileSync(path.join(root, "app/fleet/page.tsx"), "changed page");
  expect(hashSources(root)).not.toBe(before);
});

test("a moved page needs a new build", () => {
  const before = hashSources(root);
  rmSync(path.join(root, "app/fleet/page.tsx"));
  writeFileSync(path.join(root, "app/page.tsx"), "page");
  expect(hashSources(root)).not.toBe(before);
});

test("times, tests and generated code do not", () => {
  const before = hashSources(root);
  utimesSync(path.join(root, "app/fleet/page.tsx"), 1, 1);
  writeFileSync(path.join(root, "app/fleet/page.test.tsx"), "test");
  writeFileSync(path.join(root, "lib/generated/prisma/client.ts"), "generated");
  expect(hashSources(root)).toBe(before);
});
