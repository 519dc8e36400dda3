import { parseArgs } from "node:util";
import { startLoopbackProvider } from "./loopback-provider.ts";

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, remember: { type: "string", default: "0" } },
});
const provider = await startLoopbackProvider({ port: Number(values.port), remember: Number(values.remember) });
// A benchmark that starts this as a process reads the address from the first line.
console.log(provider.url);
process.once("SIGTERM", () => void provider.close());
