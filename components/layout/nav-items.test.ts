import { expect, it } from "vitest";
import { navItemsFor } from "./nav-items.ts";

it("no two pages are jumped to by the same letter", () => {
  const letters = navItemsFor("admin").map(({ letter }) => letter);
  expect(letters.filter((letter, place) => letters.indexOf(letter) !== place)).toEqual([]);
});
