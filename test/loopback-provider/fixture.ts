import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { frame, INTERFACES, type Interface, streamEnd, type WireEvent } from "./wire-format.ts";

/** One recorded exchange in the provider's real shapes: what is sent, the whole answer, and the same as a stream. */
export interface WireFixture {
  /** Body of the request as our adapter sends it (the stream's differs as `streamRequest` says). */
  request?: Record<string, unknown>;
  response?: Record<string, unknown>;
  events?: WireEvent[];
}

/** A fixture as bytes, so that answering costs next to nothing. */
export interface PreparedAnswer {
  whole: Buffer;
  frames: readonly Buffer[];
  stream: Buffer;
}

const FOLDER = path.resolve(import.meta.dirname, "../fixtures/wire");

export function readFixture(api: Interface, name: string): WireFixture {
  return JSON.parse(readFileSync(path.join(FOLDER, api, `${name}.json`), "utf8"));
}

export function prepare(api: Interface, { response = {}, events = [] }: WireFixture): PreparedAnswer {
  const frames = events.map((event) => frame(api, event));
  return {
    whole: Buffer.from(JSON.stringify(response)),
    frames,
    stream: Buffer.concat([...frames, streamEnd(api)]),
  };
}

/** Every fixture there is, by interface and name. */
export function prepareAll(): Record<Interface, Map<string, PreparedAnswer>> {
  const of = (api: Interface) => {
    const names = readdirSync(path.join(FOLDER, api)).map((file) => path.basename(file, ".json"));
    return new Map(names.map((name) => [name, prepare(api, readFixture(api, name))]));
  };
  return Object.fromEntries(INTERFACES.map((api) => [api, of(api)])) as Record<Interface, Map<string, PreparedAnswer>>;
}

type Body = Record<string, unknown>;

/** Which fixture answers a request that nobody ordered an answer for: it is told by what is asked. */
export function fixtureFor(api: Interface, body: Body): string {
  const tools = api === "bedrock" ? body.toolConfig : body.tools;
  if (tools && !givesResults(api, body)) return "tools";
  const { response_format, text, output_config, outputConfig } = body as Record<string, Body | undefined>;
  if (response_format || text?.format || output_config?.format || outputConfig?.textFormat) return "structured";
  return "plain";
}

/** After the results of tools comes an answer in words. */
function givesResults(api: Interface, body: Body): boolean {
  const all = JSON.stringify((api === "openai-responses" ? body.input : body.messages) ?? []);
  return /"(tool_result|toolResult|tool_call_id|function_call_output)"/.test(all);
}
