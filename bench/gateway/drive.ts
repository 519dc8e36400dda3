import http from "node:http";
import autocannon from "autocannon";

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

/** As many as will go through so many connections. */
export async function throughput(way: Way, connections: number, seconds: number): Promise<Throughput> {
  const body = bodyOf(way.model, false);
  const { "content-length": _, ...headers } = headersOf(way, body);
  const url = `${way.url}/chat/completions`;
  const result = await autocannon({ url, method: "POST", connections, duration: seconds, headers, body });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were refused, ${result.errors} calls failed`);
  }
  return { perSecond: result.requests.average, requests: result.requests.total };
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
