import net, { type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { prepare, readFixture } from "#test/loopback-provider/fixture.ts";
import { streamEnd } from "#test/loopback-provider/wire-format.ts";
import { HttpMessages } from "./http-messages.ts";

// OpenAI's chat completions on this machine for as little processor time as HTTP can be answered with: it shares the
// machine's cores with what is measured. The answers are the loopback provider's fixture, written as bytes beforehand.
// Arguments: milliseconds between two events of a stream.

const gapMs = Number(process.argv[2] ?? 0);
const { whole, frames } = prepare("openai", readFixture("openai", "plain"));
const head = (lines: readonly string[]) => `HTTP/1.1 ${lines.join("\r\n")}\r\n\r\n`;
const ANSWER = Buffer.concat([
  Buffer.from(
    head([
      "200 OK",
      "content-type: application/json",
      "x-request-id: req_light",
      `content-length: ${whole.length}`,
      "connection: keep-alive",
    ]),
  ),
  whole,
]);
const REFUSAL = Buffer.from(head(["400 Bad Request", "content-length: 0"]));
const STREAM = head([
  "200 OK",
  "content-type: text/event-stream",
  "x-request-id: req_light",
  "transfer-encoding: chunked",
  "connection: keep-alive",
]);

async function drip(socket: Socket): Promise<void> {
  socket.write(STREAM);
  for (const frame of [...frames, streamEnd("openai")]) {
    await sleep(gapMs);
    if (socket.destroyed) return;
    socket.write(Buffer.concat([Buffer.from(`${frame.length.toString(16)}\r\n`), frame, Buffer.from("\r\n")]));
  }
  socket.write("0\r\n\r\n");
}

const server = net.createServer({ noDelay: true }, (socket) => {
  const messages = new HttpMessages((_, body) => {
    if (!body.includes('"messages"')) socket.write(REFUSAL);
    else if (body.includes('"stream":true')) void drip(socket);
    else socket.write(ANSWER);
  });
  socket.on("data", (bytes) => messages.take(bytes));
  socket.on("error", () => undefined);
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
