import http from "node:http";
import { expect, test } from "@playwright/test";
import { type AccessProduct, startAccessProduct } from "../fixtures/access-product.ts";
import { apiOperations, type BuiltAction, builtActions, pageHandlers } from "../fixtures/entrances.ts";
import { pageRoutes } from "../fixtures/routes.ts";

test.describe.configure({ mode: "default" });

// Actions of people who have no session yet; they check the token of a one-time link instead.
const FOR_LINK_HOLDERS = ["createFirstAdminAction", "setPasswordAction"];
// Ends the caller's own session and touches nothing else.
const SIGN_OUT = "signOutAction";
const READS_ONLY = ["previewRouteAction", "checkConfigurationAction"];
const READS_BY_POST = ["/api/v1/configs/check"];

let product: AccessProduct;
let rowsBefore: Record<string, number>;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  product = await startAccessProduct();
  // A key that has worked goes on working, however many wrong ones come from its address.
  expect((await callOperation("GET", "/api/v1/models", bearer(product.workingKey))).status).toBe(200);
  rowsBefore = await product.countRows();
});
test.afterAll(async () => product?.stop());
test.afterEach(async () => {
  expect(await product.countRows(), "rows by table").toEqual(rowsBefore);
});

const actions = builtActions();
const guarded = actions.filter(({ name }) => ![...FOR_LINK_HOLDERS, SIGN_OUT].includes(name));

/** Calls a server action as the browser's own code does. */
async function callAction(action: BuiltAction, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${product.baseUrl}${action.page}`, {
    method: "POST",
    redirect: "manual",
    headers: {
      "next-action": action.id,
      "content-type": "text/plain;charset=UTF-8",
      accept: "text/x-component",
      ...headers,
    },
    body: "[{}]",
  });
  return `${response.status} ${await response.text()}`;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const origin = () => ({ origin: product.baseUrl });

test("every server action refuses a caller without a session", async () => {
  expect(guarded.length).toBeGreaterThan(10);
  for (const action of guarded) {
    expect(await callAction(action, origin()), action.name).toContain('"code":"unauthenticated"');
  }
});

test("every server action refuses a session that was made up", async () => {
  const cookie = "signalbox.session_token=made.up";
  for (const action of guarded) {
    expect(await callAction(action, { ...origin(), cookie }), action.name).toContain('"code":"unauthenticated"');
  }
});

test("every action that changes something refuses a viewer, and the audit says so", async () => {
  const cookie = product.viewerCookie;
  const mutations = guarded.filter(({ name }) => !READS_ONLY.includes(name));
  const deniedBefore = await product.countDenied();
  for (const action of mutations) {
    expect(await callAction(action, { ...origin(), cookie }), action.name).toContain('"code":"forbidden"');
  }
  expect(await product.countDenied()).toBe(deniedBefore + mutations.length);
});

test("every server action refuses an admin's browser on a foreign page", async () => {
  const cookie = product.adminCookie;
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    {},
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  ];
  for (const action of actions) {
    for (const headers of foreign) {
      const answer = await callAction(action, { ...headers, cookie });
      expect(answer, `${action.name} with ${JSON.stringify(headers)}`).toMatch(/^403 .*"code":"forbidden"/);
    }
  }
});

test("a one-time link that was made up opens nothing", async () => {
  for (const action of actions.filter(({ name }) => FOR_LINK_HOLDERS.includes(name))) {
    expect(await callAction(action, origin()), action.name).toContain('"code":"invalid_input"');
  }
});

test("every operation of the machine API refuses calls without a working key", async () => {
  const operations = await apiOperations(product.baseUrl);
  expect(operations.length).toBeGreaterThan(6);
  const wrong = `${product.workingKey.slice(0, -1)}${product.workingKey.endsWith("A") ? "B" : "A"}`;
  const callers: Record<string, Record<string, string>> = {
    nobody: {},
    "another scheme": { authorization: `Basic ${product.workingKey}` },
    "a wrong key": { authorization: `Bearer ${wrong}` },
    "a revoked key": { authorization: `Bearer ${product.revokedKey}` },
  };
  const session = { "an admin's session": { cookie: product.adminCookie } };
  for (const { method, url, forPeople } of operations) {
    for (const [who, headers] of Object.entries(forPeople ? callers : { ...callers, ...session })) {
      const response = await callOperation(method, url, headers);
      // 429 once an address has sent too many wrong keys.
      expect([401, 429], `${method} ${url} by ${who}: ${response.status}`).toContain(response.status);
    }
  }
});

test("operations for people refuse agent keys, and a session that comes from a foreign page or may not", async () => {
  const operations = (await apiOperations(product.baseUrl)).filter(({ forPeople }) => forPeople);
  expect(operations.length).toBeGreaterThan(4);
  for (const { method, url } of operations) {
    const key = await callOperation(method, url, bearer(product.workingKey));
    expect(key.status, `${method} ${url} by a working key`).toBe(403);
    if (method === "GET") continue;
    const foreignPages: Record<string, string>[] = [{ origin: "https://evil.example" }, {}];
    for (const headers of foreignPages) {
      const foreign = await callOperation(method, url, { ...headers, cookie: product.adminCookie });
      expect(foreign.status, `${method} ${url} from a foreign page`).toBe(403);
    }
    const viewer = await callOperation(method, url, { ...origin(), cookie: product.viewerCookie });
    // A viewer may ask, and learns that the empty body is no question.
    expect(viewer.status, `${method} ${url} by a viewer`).toBe(READS_BY_POST.includes(url) ? 400 : 403);
  }
});

function callOperation(method: string, url: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${product.baseUrl}${url}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: method === "GET" ? null : "{}",
  });
}

test("every route handler of the pages refuses calls without a session", async () => {
  const handlers = pageHandlers();
  expect(handlers.length).toBeGreaterThan(4);
  const callers: Record<string, string>[] = [
    {},
    { authorization: `Bearer ${product.workingKey}` },
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { cookie: "signalbox.session_token=made.up" },
  ];
  for (const { method, url } of handlers) {
    for (const headers of callers) {
      const response = await fetch(`${product.baseUrl}${url}`, { method, headers: { ...origin(), ...headers } });
      expect(response.status, `${method} ${url} with ${Object.keys(headers)}`).toBe(401);
    }
    if (method === "GET") continue;
    const cookie = product.adminCookie;
    const foreign = await fetch(`${product.baseUrl}${url}`, {
      method,
      headers: { origin: "https://evil.example", cookie },
    });
    expect(foreign.status, `${method} ${url} from a foreign page`).toBe(403);
    const viewer = await fetch(`${product.baseUrl}${url}`, {
      method,
      headers: { ...origin(), cookie: product.viewerCookie },
    });
    expect(viewer.status, `${method} ${url} by a viewer`).toBe(403);
  }
});

test("every page sends a visitor to the sign-in, whatever headers the request carries", async () => {
  const callers: Record<string, string>[] = [
    {},
    { rsc: "1", "next-router-prefetch": "1" },
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-middleware-next": "1", "x-matched-path": "/settings", "x-invoke-path": "/settings" },
    { authorization: `Bearer ${product.workingKey}` },
  ];
  const pages = pageRoutes().filter(({ forVisitors }) => !forVisitors);
  expect(pages.length).toBeGreaterThan(8);
  for (const { pattern } of pages) {
    for (const headers of callers) {
      const url = `${product.baseUrl}${pattern.replaceAll(/\[[^\]]+\]/g, "x")}`;
      const response = await fetch(url, { headers });
      const text = await response.text();
      const led = response.url.includes("/sign-in") || text.includes("/sign-in");
      expect(led, `${pattern} with ${Object.keys(headers)}: ${response.status}`).toBe(true);
      expect(text).not.toContain("signalbox.example");
    }
  }
});

test("a forged host never becomes an address of ours", async () => {
  const { hostname, port } = new URL(product.baseUrl);
  const headers = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
  const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = http.get({ hostname, port, path: "/settings", headers }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => {
        body += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: `${response.headers.location ?? ""} ${body}` }),
      );
    });
    request.on("error", reject);
  });
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toContain("evil.example");
});
