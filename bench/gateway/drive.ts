import http from "node:http";
import net from "node:net";
import { HttpMessages } from "./http-messages.ts";

/** Whom a request goes to: the path, the key and the body differ per way. */
export interface Way {
  url: string;
  token: string;
  model: string;
}

const bodyOf = (model: string, stream: boolean) =>
  JSON.stringify({
    model,
    messages: [{ role: "user", content: "What is the capital of France?" }],
    stream,
  });
const headersOf = ({ token }: Way, body: string) => ({
  "content-type": "application/json",
  "content-length": Buffer.byteLength(body),
  authorization: `Bearer ${token}`,
});

/** One after another on one connection. @returns milliseconds of each request */
export async function latencies(way: Way, requests: number): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const body = bodyOf(way.model, false);
  const tookMs: number[] = [];
  for (let i = 0; i < requests; i++) {
    const startedAt = performance.now();
    await ask(way, agent, body);
    tookMs.push(performance.now() - startedAt);
  }
  agent.destroy();
  return tookMs;
}

export interface Throughput {
  perSecond: number;
  requests: number;
}

/** What every answer must say, whichever way it came. */
const EXPECTED = "The capital of France is Paris.";

/**
 * As many as will go through so many connections, one after another on each. Plain sockets and bytes written beforehand:
 * what asks takes its time from what is measured. Every answer is looked at.
 */
export async function throughput(way: Way, connections: number, seconds: number): Promise<Throughput> {
  const { hostname, port, pathname } = new URL(`${way.url}/chat/completions`);
  const body = bodyOf(way.model, false);
  const headers = Object.entries({ host: `${hostname}:${port}`, ...headersOf(way, body), connection: "keep-alive" });
  const request = Buffer.from(
    `POST ${pathname} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`,
  );
  let requests = 0;
  let over = false;
  const asking = () =>
    new Promise<void>((resolve, reject) => {
      const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
      const messages = new HttpMessages((head, answer) => {
        requests++;
        if (!head.startsWith("HTTP/1.1 200") || !answer.includes(EXPECTED)) {
          socket.destroy(new Error(`${way.url} answered ${head.split("\r\n", 1)[0]}: ${answer.slice(0, 300)}`));
        } else if (over) socket.end();
        else socket.write(request);
      });
      socket.on("connect", () => socket.write(request));
      socket.on("data", (bytes) => messages.take(bytes));
      socket.on("error", reject);
      socket.on("close", () => (over ? resolve() : reject(new Error(`${way.url} closed a connection`))));
    });
  const startedAt = performance.now();
  const end = setTimeout(() => {
    over = true;
  }, seconds * 1000);
  try {
    await Promise.all(Array.from({ length: connections }, asking));
  } finally {
    clearTimeout(end);
    over = true;
  }
  return { perSecond: (requests * 1000) / (performance.now() - startedAt), requests };
}

/** So many streams at once, each read to its end. @returns how many were whole */
export async function streams(way: Way, count: number): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const body = bodyOf(way.model, true);
  const texts = await Promise.all(Array.from({ length: count }, () => ask(way, agent, body)));
  agent.destroy();
  return texts.filter((text) => text.endsWith("data: [DONE]\n\n")).length;
}

function ask(way: Way, agent: http.Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { agent, method: "POST", headers: headersOf(way, body) };
    const request = http.request(`${way.url}/chat/completions`, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${way.url} answered ${response.statusCode}: ${text.slice(0, 300)}`));
      });
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}
