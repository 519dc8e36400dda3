#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which the Prisma command line would download: the same protocol
// (JSON-RPC lines on standard input and output), answered by the WebAssembly build that npm installed already.
// docs/decisions/0001-prisma-without-engine-download.md tells why.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const INTERNAL_CHAR_OID = 18;
const TEXT_OID = 25;
const COLUMN_TYPE_CHARACTER = 6;
const RPC_ERROR = 4466; // what the native engine answers for every failure
const DUPLICATE_DATABASE = ["42P04", "23505"];

const words = process.argv.slice(2);
const datasource = JSON.parse(wordAfter("--datasource") ?? "{}");

function wordAfter(name) {
  const index = words.indexOf(name);
  return index < 0 ? undefined : words[index + 1];
}

function readDatamodels() {
  return words.flatMap((word, i) =>
    word === "--datamodels" ? [[words[i + 1], readFileSync(words[i + 1], "utf8")]] : [],
  );
}

/** Fields instead of a connection string: in pg a string's database wins over the `database` of a shadow database. */
function connectionFields(address) {
  const url = new URL(address);
  const mode = url.searchParams.get("sslmode");
  const encrypted = mode !== null && mode !== "disable";
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    max: 1,
    ...(encrypted ? { ssl: { rejectUnauthorized: mode.startsWith("verify") } } : {}),
  };
}

async function withClient(fields, run) {
  const client = new pg.Client(fields);
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

async function createDatabase() {
  const fields = connectionFields(datasource.url);
  await withClient({ ...fields, database: "postgres" }, async (client) => {
    try {
      await client.query(`create database ${client.escapeIdentifier(fields.database)}`);
    } catch (error) {
      if (!DUPLICATE_DATABASE.includes(error.code)) throw error;
    }
  });
  return { databaseName: fields.database };
}

async function dropDatabase() {
  const fields = connectionFields(datasource.url);
  await withClient({ ...fields, database: "postgres" }, (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(fields.database)}`),
  );
}

function adapterFactory() {
  const fields = connectionFields(datasource.url);
  const schema = new URL(datasource.url).searchParams.get("schema") ?? undefined;
  const connectTo = async (target) => completed(await new PrismaPg(target, { schema }).connect());
  const factory = new PrismaPg(fields, { schema });
  factory.connect = () => connectTo(fields);
  factory.connectToShadowDb = () =>
    datasource.shadowDatabaseUrl
      ? connectTo(connectionFields(datasource.shadowDatabaseUrl))
      : connectToOwnShadow(fields, connectTo);
  return bindMigrationAwareSqlAdapterFactory(factory);
}

/** The stock adapter drops its shadow database while its own pool still holds it, which PostgreSQL refuses. */
async function connectToOwnShadow(fields, connectTo) {
  const admin = await connectTo(fields);
  const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
  await admin.executeScript(`CREATE DATABASE "${database}"`);
  const shadow = await connectTo({ ...fields, database });
  const disposeShadow = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    await disposeShadow();
    await admin.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
    await admin.dispose();
  };
  return shadow;
}

function completed(adapter) {
  sendScriptsWhole(adapter);
  readInternalChar(adapter);
  return adapter;
}

/** The stock adapter splits at every semicolon, which cuts functions and DO blocks in two. */
function sendScriptsWhole(adapter) {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
}

/** The catalogue has columns of the internal type "char", which the stock adapter does not know. */
function readInternalChar(adapter) {
  const stock = Object.getPrototypeOf(adapter);
  adapter.queryRaw = async (query) => {
    const internalChars = [];
    const reading = Object.create(adapter);
    reading.performIO = async (statement) => {
      const answer = await stock.performIO.call(adapter, statement);
      for (const [column, field] of answer.fields.entries()) {
        if (field.dataTypeID !== INTERNAL_CHAR_OID) continue;
        internalChars.push(column);
        field.dataTypeID = TEXT_OID;
      }
      return answer;
    };
    const result = await stock.queryRaw.call(reading, query);
    for (const column of internalChars) result.columnTypes[column] = COLUMN_TYPE_CHARACTER;
    return result;
  };
}

const panics = {
  message: "",
  set_message(message) {
    this.message = `RuntimeError: ${message}`;
  },
  get() {
    return this.message;
  },
};

/** The WebAssembly file inside the `prisma` package: the one version that surely fits the command line. */
async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = panics;
  const require = createRequire(import.meta.url);
  const file = path.join(path.dirname(require.resolve("prisma/package.json")), "build/schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const datamodels = readDatamodels();
  return glue.SchemaEngine.new(
    { datamodels: datamodels.length > 0 ? datamodels : undefined },
    (line) => process.stderr.write(`${line}\n`),
    adapterFactory(),
  );
}

function writeLog(level, target, fields) {
  process.stderr.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target })}\n`);
}

function logFailure(code, message, isPanic = false) {
  // The command line looks for the failure after the first line, which the native engine spends on a greeting.
  writeLog("INFO", "schema_engine", { message: "Starting schema engine" });
  writeLog("ERROR", "schema_engine::logger", { is_panic: isPanic, error_code: code, message });
}

function send(message) {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`, resolve);
  });
}

function rpcError(error) {
  return {
    code: RPC_ERROR,
    message: "An error happened. Check the data field for details.",
    data: {
      is_panic: error instanceof WebAssembly.RuntimeError,
      message: error?.message ?? String(error),
      meta: error?.meta ?? null,
      error_code: error?.code ?? error?.error_code ?? null,
    },
  };
}

async function call(engine, method, params) {
  if (method === "createDatabase") return createDatabase();
  const ready = await engine();
  const result = await ready[method === "getDatabaseVersion" ? "version" : method](params);
  // The native engine prints a diff itself, through a call in the other direction.
  if (method === "diff" && result?.stdout) await send({ id: 0, method: "print", params: { content: result.stdout } });
  return result ?? {};
}

/** Answers line after line, in order, until the command line closes the pipe. */
async function serve() {
  let loading;
  const engine = () => {
    loading ??= loadEngine();
    return loading;
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    try {
      await send({ id, result: await call(engine, method, params) });
    } catch (error) {
      await send({ id, error: rpcError(error) });
    }
  }
}

/** `schema-engine cli <command>`: one action, told by the exit code. */
async function runOnce(command) {
  const actions = {
    "can-connect-to-database": () => withClient(connectionFields(datasource.url), () => undefined),
    "create-database": createDatabase,
    "drop-database": dropDatabase,
  };
  try {
    await actions[command]?.();
  } catch (error) {
    const codes = { "3D000": "P1003", "28P01": "P1000" };
    logFailure(codes[error.code] ?? "P1001", error.message);
    process.exit(1);
  }
}

process.on("uncaughtException", (error) => {
  logFailure(null, panics.get() || error.stack, true);
  process.exit(101);
});

if (words.includes("--version")) console.log("schema-engine-cli webassembly");
else if (words.includes("cli")) await runOnce(wordAfter("cli"));
else await serve();
process.exit(0);
