import { expect, it } from "vitest";
import { withDeadline } from "./deadline.ts";

const late = () => new Error("late");

it("hands on what comes in time, result or error", async () => {
  expect(await withDeadline(Promise.resolve(1), 1_000, late)).toBe(1);
  await expect(withDeadline(Promise.reject(new Error("wrong")), 1_000, late)).rejects.toThrow("wrong");
});

it("gives up on what never comes", async () => {
  await expect(withDeadline(new Promise(() => undefined), 1, late)).rejects.toThrow("late");
});
