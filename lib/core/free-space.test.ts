import { expect, it } from "vitest";
import { bytesOf, parseFreeSpace } from "./free-space.ts";

it("is a share of the file system or a size, and nothing else", () => {
  expect(bytesOf(parseFreeSpace("10%"), 2_000)).toBe(200);
  expect(bytesOf(parseFreeSpace("0.5 GB"), 1)).toBe(2 ** 29);
  expect(bytesOf(parseFreeSpace("700kb"), 1)).toBe(700 * 1024);
  for (const wrong of ["", "10", "101%", "-1%", "5 PB", "GB"])
    expect(() => parseFreeSpace(wrong)).toThrow("a share such as 10% or a size such as 5 GB");
});
