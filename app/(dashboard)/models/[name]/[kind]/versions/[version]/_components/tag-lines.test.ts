import { expect, test } from "vitest";
import { tagsOf, textOf } from "./tag-lines.ts";

test("tags are typed one a line and come back as they were", () => {
  const tags = { reviewed: "", team: "routing", link: "https://example.org/a:b" };
  expect(tagsOf(textOf(tags))).toEqual(tags);
  expect(tagsOf("\n team :  routing \n\n")).toEqual({ team: "routing" });
});
