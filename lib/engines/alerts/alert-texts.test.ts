import { expect, it } from "vitest";
import type { AlertView } from "#lib/contracts/alert.ts";
import type { AlertMessage } from "./alert-message.ts";
import { mailContent } from "./mail-content.ts";
import { LONGEST_TRY_MS, nextAttemptAtMs } from "./retry.ts";
import { slackPayload } from "./slack-payload.ts";
import { webhookPayload } from "./webhook-payload.ts";

const alert: AlertView = {
  ...{ id: "alt_1", kind: "budget_threshold", severity: "danger", subjectKind: "budget", subjectId: "bud_1" },
  ...{ windowStart: "2026-11-01T00:00:00.000Z", dedupeKey: "bud_1 threshold", message: 'Budget "R&D" is spent.' },
  ...{ detail: { spentNanoUsd: "5000000000" }, openedAt: "2026-11-26T12:00:00.000Z" },
  ...{ resolvedAt: null, resolution: null, acknowledgedAt: null, acknowledgedBy: null },
};
const message = (given: Partial<AlertView> = {}, of: Partial<AlertMessage> = {}): AlertMessage => ({
  ...{ id: "dlv_1", event: "fired", alert: { ...alert, ...given }, covered: [], publicUrl: "https://box.example/" },
  ...of,
});
const over = { resolvedAt: "2026-12-01T00:00:00.000Z", resolution: "Its window has ended." };

it("a webhook's body is type, timestamp and data, and says the same when the alert has ended since", () => {
  const body = webhookPayload(message());
  expect(JSON.parse(body)).toEqual({
    type: "alert.fired",
    timestamp: "2026-11-26T12:00:00.000Z",
    data: {
      schema: 1,
      alert: {
        ...{ id: "alt_1", kind: "budget_threshold", severity: "danger", subject: { kind: "budget", id: "bud_1" } },
        ...{ key: "bud_1 threshold", message: 'Budget "R&D" is spent.', detail: { spentNanoUsd: "5000000000" } },
        ...{ windowStart: "2026-11-01T00:00:00.000Z", openedAt: "2026-11-26T12:00:00.000Z" },
        ...{ resolvedAt: null, resolution: null, url: "https://box.example/budgets/bud_1" },
      },
      alsoCovers: [],
    },
  });
  expect(webhookPayload(message(over))).toBe(body);
  expect(JSON.parse(webhookPayload(message(over, { event: "resolved" })))).toMatchObject({
    type: "alert.resolved",
    timestamp: over.resolvedAt,
    data: { alert: { ...over } },
  });
});

it("a name in Slack neither mentions everybody nor makes a link, however long it is", () => {
  const name = `<!channel> <https://evil.example|click> &amp; ${"<".repeat(4_000)}`;
  const { text, blocks } = JSON.parse(slackPayload(message({ message: name })));
  expect(text).toContain("Danger: &lt;!channel&gt; &lt;https://evil.example|click&gt; &amp;amp; ");
  for (const written of [text, blocks[0].text.text]) {
    expect(written).not.toMatch(/<[!h]|&(?!(amp|lt|gt);)/);
    expect(written.length).toBeLessThan(3_000);
  }
  expect(blocks[1].elements[0].text).toContain("<https://box.example/budgets/bud_1|Open in Signalbox>");
});

it("no text of an alert adds a header or an element to a mail", () => {
  const { subject, text, html } = mailContent(
    message({ message: 'Budget "a\r\nBcc: all@evil.example\u2028\u0000" <img src=x onerror=1> is spent' }),
  );
  expect(subject).toBe('[Signalbox] Danger: Budget "a Bcc: all@evil.example " <img src=x onerror=1> is spent');
  expect(text).toContain("https://box.example/budgets/bud_1");
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img src=x onerror=1&gt;");
});

it("waits longer with each failure, never less than the receiver asks, and gives up after a day", () => {
  const next = (attempts: number, given: { nowMs?: number; retryAfterMs?: number; draw?: number } = {}) =>
    nextAttemptAtMs({ attempts, firstAttemptAtMs: 0, retryAfterMs: null, nowMs: 0, draw: 0.5, ...given });
  expect([1, 2, 3, 4].map((attempts) => next(attempts))).toEqual([5_000, 15_000, 45_000, 135_000]);
  expect(next(50)).toBe(3_600_000);
  expect([next(1, { draw: 0 }), next(1, { draw: 1 })]).toEqual([4_000, 6_000]);
  expect(next(1, { retryAfterMs: 120_000 })).toBe(120_000);
  expect(next(1, { retryAfterMs: Number.MAX_SAFE_INTEGER })).toBe(6 * 3_600_000);
  expect(next(30, { nowMs: LONGEST_TRY_MS - 3_599_999 })).toBeNull();
});
