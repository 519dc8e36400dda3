import { describe, expect, test } from "vitest";
import { createLog, redactText } from "./log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ write: (line) => void lines.push(line) }, "info"));
  return lines.join("");
}

describe("log", () => {
  test.each(["authorization", "cookie", "x-api-key", "password", "apiKey", "secretAccessKey"])(
    "never writes the value of a field named %s, at any depth",
    (name) => {
      const line = logged((log) => log.info({ [name]: "sentinel", request: { headers: { [name]: "sentinel" } } }, "x"));
      expect(line).not.toContain("sentinel");
      expect(line).toContain("[redacted]");
    },
  );

  test("never writes a secret that stands inside an error's sentence", () => {
    const error = new Error(
      "401 for sk-ant-api03-abcdefghijklmnop and sbx_01jd3v6m0q8zr2x4t9w5b7n1ck_c2VudGluZWw at postgresql://app:hunter2hunter2@127.0.0.1/db",
    );
    const line = logged((log) =>
      log.error({ err: error, error: error.message }, "call failed with Bearer abc.def.ghi"),
    );
    expect(line).not.toMatch(/api03|c2Vud|hunter2|abc\.def/);
    expect(line).toContain("postgresql://app:[redacted]@127.0.0.1/db");
  });

  test("leaves ordinary text as it is", () => {
    expect(redactText("researcher_002 takes the task")).toBe("researcher_002 takes the task");
  });
});
