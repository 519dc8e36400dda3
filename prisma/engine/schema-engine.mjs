#!/usr/bin/env node
// Stand-in for Prisma's native `schema-engine`: same JSON-RPC-over-stdio, served by the WASM build + adapter-pg.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";

const require = createRequire(import.meta.url);
const argv = process.argv.slice(2),
  get = (n) => {
    const i = argv.indexOf(n);
    return i < 0 ? undefined : argv[i + 1];
  };
const datasource = JSON.parse(get("--datasource") ?? "{}");
const datamodels = argv.flatMap((a, i) =>
  a === "--datamodels" ? [[argv[i + 1], readFileSync(argv[i + 1], "utf8")]] : [],
);
if (argv.includes("--version")) {
  console.log("schema-engine-cli wasm-shim");
  process.exit(0);
}
const url = datasource.url;
async function pgAdmin(fn) {
  const { default: pg } = await import("pg");
  const u = new URL(url);
  const db = u.pathname.slice(1);
  u.pathname = "/postgres";
  u.search = "";
  const c = new pg.Client({ connectionString: u.href });
  await c.connect();
  try {
    return await fn(c, db);
  } finally {
    await c.end();
  }
}
const createDb = () =>
  pgAdmin(async (c, db) => {
    if (!(await c.query("select 1 from pg_database where datname=$1", [db])).rowCount)
      await c.query(`create database ${c.escapeIdentifier(db)}`).catch((e) => {
        if (!["42P04", "23505"].includes(e.code)) throw e;
      });
    return { databaseName: db };
  });
const ci = argv.indexOf("cli");
if (ci >= 0) {
  const cmd = argv[ci + 1];
  const fail = (code, message) => {
    process.stderr.write(
      JSON.stringify({ level: "INFO", fields: { message: "shim" }, target: "schema_engine" }) +
        "\n" +
        JSON.stringify({
          timestamp: new Date().toISOString(),
          level: "ERROR",
          fields: { is_panic: false, error_code: code, message },
          target: "schema_engine::logger",
        }) +
        "\n",
    );
    process.exit(1);
  };
  try {
    if (cmd === "can-connect-to-database") {
      const { default: pg } = await import("pg");
      const u = new URL(url);
      u.searchParams.delete("schema");
      const c = new pg.Client({ connectionString: u.href });
      await c.connect();
      await c.end();
    } else if (cmd === "create-database") await createDb();
    else if (cmd === "drop-database")
      await pgAdmin((c, db) => c.query(`drop database if exists ${c.escapeIdentifier(db)}`));
    process.exit(0);
  } catch (e) {
    fail(e.code === "3D000" ? "P1003" : e.code === "28P01" ? "P1000" : "P1001", e.message);
  }
}
// load the wasm that ships inside the installed CLI (same version as the CLI), fall back to the package's own
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  message: "",
  set_message(m) {
    this.message = "RuntimeError: " + m;
  },
  get() {
    return this.message;
  },
};
const wasmPath =
  process.env.SCHEMA_ENGINE_WASM ??
  path.join(path.dirname(require.resolve("prisma/package.json")), "build/schema_engine_bg.wasm");
const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { "./schema_engine_bg.js": glue });
glue.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();
// Two gaps of adapter-pg 7.10 that only the schema engine meets:
//  - no mapping for Postgres' internal "char" (oid 18) of the catalogue queries -> answer ColumnType Character (6)
//  - executeScript splits on ";" (breaks functions, DO blocks, strings) -> send the script whole, as simple query
function patch(a) {
  a.executeScript = async (sql) => {
    try {
      await a.underlyingDriver().query(sql);
    } catch (e) {
      a.onError(e);
    }
  };
  const proto = Object.getPrototypeOf(a);
  a.queryRaw = async (query) => {
    const chars = [],
      self = Object.create(a);
    self.performIO = async (q) => {
      const r = await proto.performIO.call(a, q);
      r.fields.forEach((f, i) => {
        if (f.dataTypeID === 18) {
          chars.push(i);
          f.dataTypeID = 25;
        }
      });
      return r;
    };
    const r = await proto.queryRaw.call(self, query);
    for (const i of chars) r.columnTypes[i] = 6;
    return r;
  };
  return a;
}
// NOT connectionString: pg lets it override `database`, and adapter-pg's shadow database would then be the real one
function poolConfig(u0) {
  const u = new URL(u0),
    ssl = u.searchParams.get("sslmode");
  return {
    host: u.hostname,
    port: +(u.port || 5432),
    user: decodeURIComponent(u.username),
    password: decodeURIComponent(u.password),
    database: decodeURIComponent(u.pathname.slice(1)),
    max: 1,
    ...(ssl && ssl !== "disable" ? { ssl: { rejectUnauthorized: ssl.startsWith("verify") } } : {}),
  };
}
const cfg = poolConfig(url),
  schema = new URL(url).searchParams.get("schema") ?? undefined;
const factory = new PrismaPg(cfg, { schema }),
  connect = factory.connect.bind(factory);
factory.connect = async () => patch(await connect());
// adapter-pg drops the shadow database before closing its own pool, which Postgres refuses: close first, then drop
factory.connectToShadowDb = async () => {
  if (datasource.shadowDatabaseUrl)
    return patch(await new PrismaPg(poolConfig(datasource.shadowDatabaseUrl), { schema }).connect());
  const admin = await factory.connect(),
    database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
  await admin.executeScript(`CREATE DATABASE "${database}"`);
  const a = patch(await new PrismaPg({ ...cfg, database }, { schema }).connect()),
    dispose = a.dispose.bind(a);
  a.dispose = async () => {
    await dispose();
    await admin.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
    await admin.dispose();
  };
  return a;
};
process.on("uncaughtException", (e) => {
  process.stderr.write(
    JSON.stringify({
      level: "ERROR",
      fields: { is_panic: true, message: globalThis.PRISMA_WASM_PANIC_REGISTRY.get() || e.stack },
      target: "schema_engine::logger",
    }) + "\n",
  );
  process.exit(101);
});
const adapter = bindMigrationAwareSqlAdapterFactory(factory);
let engine;
const getEngine = () =>
  (engine ??= glue.SchemaEngine.new(
    { datamodels: datamodels.length ? datamodels : undefined },
    (log) => process.stderr.write(log + "\n"),
    adapter,
  ));
const rename = { getDatabaseVersion: "version" };
const rl = createInterface({ input: process.stdin });
let q = Promise.resolve();
rl.on("line", (line) => {
  q = q.then(async () => {
    const { id, method, params } = JSON.parse(line);
    const send = (o) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, ...o }) + "\n");
    try {
      if (method === "createDatabase") return send({ result: await createDb() });
      const e = await getEngine();
      const r = await e[rename[method] ?? method](params);
      if (method === "diff" && r?.stdout)
        await new Promise((res) => {
          process.stdout.write(
            JSON.stringify({ jsonrpc: "2.0", id: 0, method: "print", params: { content: r.stdout } }) + "\n",
            res,
          );
        });
      send({ result: r ?? {} });
    } catch (e) {
      const code = e?.code ?? e?.error_code;
      send({
        error: {
          code: 4466,
          message: "An error happened. Check the data field for details.",
          data: {
            is_panic: e instanceof WebAssembly.RuntimeError,
            message: e?.message ?? String(e),
            meta: e?.meta ?? null,
            error_code: code ?? null,
          },
        },
      });
    }
  });
});
rl.on("close", () => q.then(() => process.exit(0)));
