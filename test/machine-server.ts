import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createFront, type Front } from "#server/http/front.ts";
import { machineListener } from "#server/http/machine-api.ts";

/** The product's own port with the machine API behind it, without pages. */
export interface MachineServer {
  url: string;
  front: Front;
  close(): Promise<void>;
}

export async function startMachineServer(): Promise<MachineServer> {
  const front = createFront(false);
  await front.listen(0, "127.0.0.1");
  front.serve({ machine: machineListener(), pages: (_request, response: ServerResponse) => void response.end() });
  const { port } = front.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, front, close: () => front.drain(0) };
}
