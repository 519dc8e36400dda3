import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Where to, and as whom. */
export interface Target {
  url: string;
  token: string;
  body: string;
}

export interface LoadFigures {
  sent: number;
  failed: number;
  p50Ms: number;
  p99Ms: number;
}

/**
 * Sends requests at a fixed rate until told to end, whether or not earlier ones have been answered. The time of each
 * counts from the moment it was due: a server that stalls is charged for those that wait (no coordinated omission).
 * @param perSecond requests a second
 */
export async function openLoop(target: Target, perSecond: number, until: Promise<unknown>): Promise<LoadFigures> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const latenciesMs: number[] = [];
  const calls = new Set<Promise<void>>();
  let failed = 0;
  let ended = false;
  void until.finally(() => {
    ended = true;
  });
  const startedMs = performance.now();
  for (let sent = 0; !ended; ) {
    const due = Math.floor(((performance.now() - startedMs) / 1000) * perSecond);
    for (; sent < due; sent++) {
      const dueMs = startedMs + (sent / perSecond) * 1000;
      const call: Promise<void> = post(agent, target)
        .then((ok) => {
          latenciesMs.push(performance.now() - dueMs);
          if (!ok) failed++;
        })
        .finally(() => calls.delete(call));
      calls.add(call);
    }
    await sleep(1);
  }
  await Promise.all(calls);
  agent.destroy();
  latenciesMs.sort((a, b) => a - b);
  const at = (share: number) => latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(share * latenciesMs.length))];
  return { sent: latenciesMs.length, failed, p50Ms: at(0.5) ?? Number.NaN, p99Ms: at(0.99) ?? Number.NaN };
}

function post(agent: http.Agent, { url, token, body }: Target): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const request = http.request(url, { agent, method: "POST", headers }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode === 200));
    });
    request.once("error", () => resolve(false));
    request.end(body);
  });
}
