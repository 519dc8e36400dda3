import module from "node:module";
import path from "node:path";

// Plain JavaScript, loaded before any TypeScript: an older Node could not even read the file that complains.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Signalbox needs Node 22.18 or newer, and this is Node ${process.versions.node}: install a newer one from nodejs.org and run npm ci again.`,
  );
  process.exit(1);
}

// Hundreds of files are stripped of their types and compiled at each start; the second start reads the result.
module.enableCompileCache?.(path.resolve(import.meta.dirname, "../../node_modules/.cache/signalbox-compiled"));
