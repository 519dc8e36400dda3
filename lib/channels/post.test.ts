import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type HookReceiver, startHookReceiver } from "#test/alert-receivers.ts";
import { post } from "./post.ts";

let receiver: HookReceiver;
beforeAll(async () => {
  receiver = await startHookReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1";
});

it.each([
  ["says nothing", () => undefined],
  ["lets its answer trickle", (response: NodeJS.WritableStream) => void response.write("o")],
])("does not wait for ever for a receiver that %s", async (_, respond) => {
  receiver.answer(respond);
  expect(await post(receiver.url, "{}", {}, 100)).toMatchObject({ tookMs: expect.closeTo(100, -3) });
});

it("a receiver that says nothing in time has not taken it", async () => {
  receiver.answer(() => undefined);
  expect(await post(receiver.url, "{}", {}, 100)).toMatchObject({ ok: false, sentence: "It did not answer in time." });
});

it("reads of a long answer the beginning alone, on one line", async () => {
  receiver.answer((response) => {
    response.writeHead(400, { "content-type": "application/json", "retry-after": "7" });
    response.write(`{"error":\n\t"\u0007${"x".repeat(5_000)}`);
    // It never ends: who reads to the end waits for ever.
  });
  const { ok, sentence, retryAfterMs } = await post(receiver.url, "{}", {}, 5_000);
  expect({ ok, retryAfterMs }).toEqual({ ok: false, retryAfterMs: 7_000 });
  expect(sentence).toMatch(/^Answered 400 in \d+ ms: \{"error": " x{200,300}…$/);
});

it("says in plain words that nobody listens, or that it does not go there", async () => {
  expect(await post("http://127.0.0.1:1/", "{}")).toMatchObject({ ok: false, sentence: "Nobody listens there." });
  const inside = await post("http://10.1.2.3/", "{}");
  expect(inside.sentence).toContain("10.1.2.3 is a private address. Whoever runs Signalbox can allow it");
  const plain = await post("http://93.184.216.34/", "{}");
  expect(plain.sentence).toContain("over https alone");
});
