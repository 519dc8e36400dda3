import { readEnv } from "#lib/env.ts";
import { listenForShutdown } from "#server/boot/shutdown.ts";
import { createFront } from "#server/http/front.ts";
import { startMachine } from "#server/machine.ts";
import { openPort } from "#server/processes/shared-port.ts";

// The product without pages as a process of its own; its address is the first line it prints.
const shutdown = listenForShutdown();
const front = createFront(false);
const port = openPort(front, readEnv().API_PROCESSES);
await port.listen(0, "127.0.0.1");
const machine = await startMachine(false);
shutdown.add(() => machine.stop());
shutdown.add(() => port.drain(readEnv().DRAIN_SECONDS * 1000));
front.serve({ machine: machine.listener, pages: (_request, response) => void response.writeHead(404).end() });
await port.share();
console.log(`http://127.0.0.1:${port.number()}`);
