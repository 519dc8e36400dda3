import { describe, expect, it } from "vitest";
import { diffLines } from "./diff-lines.ts";

const signs = (before: string, after: string) =>
  diffLines([...before], [...after])
    .map(({ kind, text }) => `${kind === "same" ? "=" : kind === "added" ? "+" : "-"}${text}`)
    .join(" ");

describe("the difference of two texts", () => {
  it("keeps what both have and names the rest once", () => {
    expect(signs("abcd", "abxd")).toBe("=a =b -c +x =d");
    expect(signs("", "ab")).toBe("+a +b");
    expect(signs("ab", "")).toBe("-a -b");
  });

  it("gives both texts back", () => {
    const lines = diffLines([..."kitten"], [..."sitting"]);
    const text = (without: "added" | "removed") =>
      lines.flatMap((line) => (line.kind === without ? [] : [line.text])).join("");
    expect(text("added")).toBe("kitten");
    expect(text("removed")).toBe("sitting");
  });
});
