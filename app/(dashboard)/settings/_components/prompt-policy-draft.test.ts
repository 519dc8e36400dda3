import { expect, it } from "vitest";
import { savePromptPolicySchema } from "#lib/contracts/prompt-policy.ts";
import { policyOf } from "./prompt-policy-draft.ts";

it("makes of the form what the server takes, patterns with colons of their own included", () => {
  const form = new FormData();
  const fields = { fleetName: "live", enabled: "on", retentionDays: "14", email: "on", phone: "on", reason: "Debug" };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("patterns", "employee: emp-\\d{4}\n\n address: https?://corp\\.example ");
  expect(savePromptPolicySchema.parse(policyOf(form))).toEqual({
    fleetName: "live",
    reason: "Debug",
    policy: {
      enabled: true,
      retentionDays: 14,
      redaction: {
        kinds: ["email", "phone"],
        patterns: [
          { name: "employee", pattern: "emp-\\d{4}" },
          { name: "address", pattern: "https?://corp\\.example" },
        ],
      },
    },
  });
});

it("leaves an empty number of days to the server to refuse", () => {
  const form = new FormData();
  form.set("fleetName", "*");
  form.set("reason", "Debug");
  expect(savePromptPolicySchema.safeParse(policyOf(form)).error?.issues[0]?.path).toEqual(["policy", "retentionDays"]);
});
