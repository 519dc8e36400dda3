import { randomBytes } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { manualClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { listAlertChannels, readAlertChannel } from "#lib/queries/alert-channels.ts";
import { listAuditEntries } from "#lib/queries/audit.ts";
import { createLog } from "#lib/runtime/log.ts";
import { openAlert } from "#lib/store/alert.ts";
import { db } from "#lib/store/client.ts";
import { toErrorBody } from "#lib/transport/error-map.ts";
import {
  type HookReceiver,
  MAIL_CERTIFICATE,
  type MailReceiver,
  startHookReceiver,
  startMailReceiver,
  verified,
} from "#test/alert-receivers.ts";
import { databaseText } from "#test/database-text.ts";
import { rewrapCredentials } from "../credentials/rewrap-credentials.ts";
import { archiveAlertChannel } from "./archive-channel.ts";
import { deliverAlerts } from "./deliver-alerts.ts";
import { forgetChannelSecrets } from "./forget-channel-secrets.ts";
import { rotateChannelSecret } from "./rotate-channel-secret.ts";
import { saveAlertChannel } from "./save-channel.ts";
import { testAlertChannel } from "./test-channel.ts";

const newSigningSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
const SECRET = newSigningSecret();
const LOGIN = { user: "alerts@example.com", password: "Zq7Sentinel-mail-password-0001" };
const clock = manualClock(Date.now());
const ctx: ServiceContext = {
  actor: { kind: "user", id: "usr_1", name: "Ada", role: "admin" },
  requestId: "req_test",
  clock,
};
let receiver: HookReceiver;
let mail: MailReceiver;

beforeAll(async () => {
  receiver = await startHookReceiver();
  mail = await startMailReceiver(LOGIN);
});
afterAll(async () => {
  await receiver.close();
  await mail.close();
});
beforeEach(async () => {
  await db().alertChannel.deleteMany();
  receiver.hooks.splice(0);
  receiver.answer((response) => void response.writeHead(200).end("ok"));
  mail.mails.splice(0);
  process.env.SIGNALBOX_EGRESS_ALLOW = "127.0.0.1, localhost";
  clock.set(Date.now());
});

const webhook = (given: Record<string, unknown> = {}) => ({
  kind: "webhook",
  ...{ url: `${receiver.url}/hooks`, signingSecret: SECRET },
  ...given,
});
const mailbox = (given: Record<string, unknown> = {}) => ({
  ...{ kind: "email", host: "127.0.0.1", port: mail.port, security: "plain", ...LOGIN },
  ...{ from: "alerts@example.com", to: ["ada@example.com", "ben@example.com"] },
  ...given,
});
const save = (target: Record<string, unknown>, given: Record<string, unknown> = {}) =>
  saveAlertChannel({ ctx, input: { name: "ops", minSeverity: "caution", target, ...given } });
const test = (id: string) => testAlertChannel({ ctx, input: { id } });
const refused = async (work: Promise<unknown>, path: string) =>
  expect(work).rejects.toMatchObject({ details: [expect.objectContaining({ path })] });

describe("a channel", () => {
  it("shows of its secret the end and the age, and of its address no query", async () => {
    const { id } = await save(webhook({ url: `${receiver.url}/hooks?token=Zq7Sentinel-query` }));
    const [view] = await listAlertChannels({ ctx });
    expect(view).toMatchObject({ id, address: `${receiver.url}/hooks?…`, tail: SECRET.slice(-4), createdBy: "Ada" });
    expect(view?.secretAt).toBe(new Date(clock.nowMs()).toISOString());
    const slack = await save(
      { kind: "slack", url: `${receiver.url}/services/T0/B0/Zq7Sentinel-slack` },
      { name: "slack" },
    );
    const { channel } = await readAlertChannel({ ctx, input: { id: slack.id } });
    expect(channel).toMatchObject({ address: receiver.url, tail: "lack" });
  });

  it("keeps its secret through a change, and takes it anew for another address, server or name", async () => {
    const { id } = await save(webhook());
    await save(webhook({ url: null, signingSecret: null }), { id, name: "operations", minSeverity: "danger" });
    await save(webhook({ signingSecret: null }), { id, name: "operations" });
    await refused(save(webhook({ url: `${receiver.url}/other`, signingSecret: null }), { id }), "target.signingSecret");
    await refused(save(webhook({ url: null }), { id }), "target.url");
    await refused(save(mailbox(), { id }), "target.kind");
    expect(await test(id)).toMatchObject({ ok: true });
    expect(receiver.hooks.map((hook) => verified(hook, SECRET).type)).toEqual(["alert.test"]);

    const mails = await save(mailbox(), { name: "mail" });
    const kept = { password: null };
    await save(mailbox({ ...kept, to: ["eve@example.com"] }), { id: mails.id, name: "mail" });
    expect(await test(mails.id)).toMatchObject({ ok: true });
    for (const change of [{ host: "localhost" }, { port: 25 }, { security: "tls" }, { user: "eve" }]) {
      await refused(save(mailbox({ ...kept, ...change }), { id: mails.id, name: "mail" }), "target.password");
    }
  });

  it.each([
    ["an address inside", { url: "http://10.0.0.1/x" }, "target.url"],
    ["a cloud's metadata", { url: "http://169.254.169.254/latest" }, "target.url"],
    ["user and password", { url: "https://a:b@hooks.example/x" }, "target.url"],
    ["no web address", { url: "file:///etc/passwd" }, "target.url"],
    ["no address at all", { url: "hooks" }, "target.url"],
    ["a short secret", { signingSecret: "whsec_c2hvcnQ=" }, "target.signingSecret"],
    ["no secret", { signingSecret: null }, "target.signingSecret"],
  ])("of a webhook is refused with %s, naming the field", async (_, given, path) => {
    await refused(save(webhook(given)), path);
  });

  it.each([
    ["a server inside", { host: "10.0.0.1" }, "target.host"],
    ["a loopback server in brackets", { host: "[::1]" }, "target.host"],
    ["an address with a port", { host: "smtp.example.com:25" }, "target.host"],
    ["no name of a server", { host: "::1" }, "target.host"],
    ["a line break in the sender", { from: "a@example.com\r\nBcc: eve@example.com" }, "target.from"],
    ["two mailboxes in one", { to: ["a@example.com, eve@example.com"] }, "target.to.0"],
    ["a display name", { to: ["Eve <eve@example.com>"] }, "target.to.0"],
    ["no mailbox", { to: [] }, "target.to"],
    ["a password without a name", { user: null }, "target.user"],
    ["a name without a password", { password: null }, "target.password"],
  ])("of mail is refused with %s, naming the field", async (_, given, path) => {
    await refused(save(mailbox(given)), path);
  });

  it("has a name of its own, which is free again when it is archived, and no secret is left then", async () => {
    const { id } = await save(webhook());
    await refused(save(webhook()), "name");
    await archiveAlertChannel({ ctx, input: { id } });
    expect(await db().alertChannel.findUnique({ where: { id } })).toMatchObject({ sealed: "", enabled: false });
    await save(webhook());
    await expect(test(id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("whose row is taken to another address does not open, and says so", async () => {
    const { id } = await save(webhook());
    await db().alertChannel.update({ where: { id }, data: { address: "https://evil.example/hooks" } });
    await expect(test(id)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("stands where it was not sealed"),
    });
    const mails = await save(mailbox(), { name: "mail" });
    await db().$executeRaw`
      update alert_channel set settings = jsonb_set(settings, '{host}', '"evil.example"') where id = ${mails.id}`;
    await expect(test(mails.id)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a signing secret that is replaced", () => {
  it("signs together with the one before it until the overlap is over", async () => {
    const { id } = await save(webhook());
    const next = newSigningSecret();
    await rotateChannelSecret({ ctx, input: { id, signingSecret: next, overlapHours: 1 } });
    await test(id);
    const [both] = receiver.hooks;
    if (!both) throw new Error("nothing came");
    expect(verified(both, SECRET)).toEqual(verified(both, next));
    clock.advance(3_600_001);
    await forgetChannelSecrets({ ctx });
    expect(await db().alertChannel.findUnique({ where: { id } })).toMatchObject({ previousSealed: null });
    clock.set(Date.now());
    await test(id);
    const alone = receiver.hooks[1];
    if (!alone) throw new Error("nothing came");
    expect(() => verified(alone, SECRET)).toThrow();
    verified(alone, next);
  });

  it("of two who replace it at once one wins; what is in use, and what signs nothing, is refused", async () => {
    const { id } = await save(webhook());
    const turns = [newSigningSecret(), newSigningSecret()].map((signingSecret) =>
      rotateChannelSecret({ ctx, input: { id, signingSecret } }),
    );
    expect((await Promise.allSettled(turns)).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const mails = await save(mailbox(), { name: "mail" });
    const input = { id: mails.id, signingSecret: SECRET };
    await expect(rotateChannelSecret({ ctx, input })).rejects.toMatchObject({ code: "conflict" });
  });

  it("goes along to another master key", async () => {
    const [first, second] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
    process.env.SIGNALBOX_MASTER_KEY = first;
    const { id } = await save(webhook());
    await rotateChannelSecret({ ctx, input: { id, signingSecret: newSigningSecret() } });
    process.env.SIGNALBOX_MASTER_KEY = second;
    process.env.SIGNALBOX_MASTER_KEY_PREVIOUS = first;
    expect(await rewrapCredentials({ ctx, input: {} })).toMatchObject({ rewrapped: 1 });
    delete process.env.SIGNALBOX_MASTER_KEY_PREVIOUS;
    await test(id);
    expect(receiver.hooks).toHaveLength(1);
    verified(receiver.hooks[0] ?? expect.fail(), SECRET);
    delete process.env.SIGNALBOX_MASTER_KEY;
  });
});

describe("Slack", () => {
  it("gets blocks and a text, and what it says to a wrong address is read by the person who tests", async () => {
    const { id } = await save({ kind: "slack", url: `${receiver.url}/services/T0/B0/abcdefgh` });
    receiver.answer((response) => void response.writeHead(404).end("no_service"));
    expect(await test(id)).toMatchObject({ ok: false, sentence: expect.stringContaining(": no_service") });
    receiver.answer((response) => void response.writeHead(200).end("ok"));
    expect(await test(id)).toMatchObject({ ok: true });
    expect(JSON.parse(receiver.hooks[1]?.text ?? "")).toMatchObject({
      text: 'Test: Ada tests the channel "ops". Nothing has happened.',
      blocks: [{ type: "section", text: { type: "mrkdwn" } }, { type: "context" }],
    });
  });
});

describe("a mail", () => {
  const trusted = getCACertificates("default");
  afterEach(() => setDefaultCACertificates(trusted));

  it("arrives in every mailbox with a text, simple HTML and nothing that answers a machine", async () => {
    const { id } = await save(mailbox());
    expect(await test(id)).toMatchObject({ ok: true, sentence: expect.stringContaining("The mail server took it") });
    expect(mail.mails).toMatchObject([
      { from: "alerts@example.com", to: ["ada@example.com", "ben@example.com"], user: LOGIN.user, secure: false },
    ]);
    const { text } = mail.mails[0] ?? expect.fail();
    for (const part of [
      /^From: Signalbox <alerts@example.com>\r$/m,
      /^Subject: =\?UTF-8\?Q\?=5BSignalbox=5D_Test=3A_Ada_tests/m,
      /^Message-ID: <dlv_\w+@example.com>\r$/m,
      /^Auto-Submitted: auto-generated\r$/m,
      /^Content-Type: text\/plain/m,
      /^Content-Type: text\/html/m,
    ]) {
      expect(text).toMatch(part);
    }
  });

  it.each(["starttls", "tls"])(
    "is sent by %s to a server whose certificate is trusted, and to no other",
    async (security) => {
      const secure = security === "tls" ? await startMailReceiver(LOGIN, { secure: true }) : mail;
      const { id } = await save(mailbox({ security, port: secure.port }));
      const untrusted = await test(id);
      expect(untrusted.ok).toBe(false);
      expect(untrusted.sentence).toContain("Its certificate is signed by itself.");
      expect(secure.mails).toEqual([]);
      setDefaultCACertificates([...trusted, MAIL_CERTIFICATE]);
      expect(await test(id)).toMatchObject({ ok: true });
      expect(secure.mails).toMatchObject([{ secure: true, user: LOGIN.user }]);
      if (secure !== mail) await secure.close();
    },
  );

  it("is not sent where STARTTLS is demanded and not offered, nor with a wrong password", async () => {
    const plain = await startMailReceiver(LOGIN, { hideSTARTTLS: true, disabledCommands: ["STARTTLS"] });
    const stripped = await save(mailbox({ security: "starttls", port: plain.port }));
    expect(await test(stripped.id)).toMatchObject({ ok: false });
    expect(plain.mails).toEqual([]);
    await plain.close();
    const wrong = await save(mailbox({ password: "Zq7Sentinel-wrong-password" }), { name: "wrong" });
    const { sentence } = await test(wrong.id);
    expect(sentence).toContain("does not take the name and password");
    expect(sentence).not.toContain("Zq7Sentinel");
  });
});

it("connects to no address inside that the operator does not allow, when it is made and each time after", async () => {
  const unknown = await startHookReceiver();
  const ids = [
    (await save(webhook({ url: unknown.url }))).id,
    (await save(mailbox(), { name: "mail" })).id,
    (await save(mailbox({ host: "localhost" }), { name: "by name" })).id,
  ];
  process.env.SIGNALBOX_EGRESS_ALLOW = "";
  for (const id of ids) {
    const { ok, sentence } = await test(id);
    expect(ok).toBe(false);
    expect(sentence).toMatch(/loopback address.*SIGNALBOX_EGRESS_ALLOW=/);
  }
  expect([unknown.hooks, mail.mails]).toEqual([[], []]);
  await unknown.close();
});

it("a channel's secret appears in no answer, error, log, audit entry, table or health problem", async () => {
  const lines: string[] = [];
  const before = processState("runtime.log", () => createLog({ write: () => undefined }, "trace"));
  const seen: string[] = [];
  const answered = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      const value = await work;
      seen.push(JSON.stringify(value) ?? "");
      return value;
    } catch (error) {
      seen.push(JSON.stringify(toErrorBody(error, "req_test")), error instanceof Error ? `${error.stack}` : "");
      return null;
    }
  };
  Object.assign(before, createLog({ write: (line) => void lines.push(line) }, "trace"));
  const hidden = "Zq7Sentinel";
  // 24 bytes that read as the sentinel in base64.
  const signingSecret = `whsec_${hidden}AAAAAAAAAAAAAAAAAAAAA`;
  const url = `${receiver.url}/services/${hidden}0001?token=${hidden}0002`;
  receiver.answer((response, hook) => {
    response.writeHead(500, { "x-echo": hook.path }).end(`no ${hook.path} ${signingSecret} ${url}`);
  });
  const hook = await answered(save({ kind: "webhook", url: `${receiver.url}/h?token=${hidden}0003`, signingSecret }));
  const slack = await answered(save({ kind: "slack", url }, { name: "slack" }));
  const mails = await answered(save(mailbox({ password: `${hidden}-wrong` }), { name: "mail" }));
  await answered(save(webhook({ url: `ftp://${hidden}` })));
  await answered(save(webhook({ signingSecret: `${hidden} short` })));
  await answered(save(mailbox({ host: "10.0.0.1", password: hidden })));
  for (const one of [hook, slack, mails]) await answered(test(one?.id ?? expect.fail()));
  const alert = { kind: "budget_blocking", severity: "danger", subject: { kind: "budget", id: "bud_1" } } as const;
  await openAlert(db(), { ...alert, windowStartMs: null, dedupeKey: "x", message: "x", detail: {} }, clock.nowMs());
  for (let attempt = 0; attempt < 3; attempt++) {
    await answered(deliverAlerts({ ctx: { ...ctx, actor: { kind: "system", id: "jobs", name: "Signalbox" } } }));
    clock.advance(60_000);
  }
  await answered(rotateChannelSecret({ ctx, input: { id: hook?.id, signingSecret } }));
  await answered(listAlertChannels({ ctx }));
  for (const one of [hook, slack, mails]) await answered(readAlertChannel({ ctx, input: { id: one?.id } }));
  await answered(listAuditEntries({ ctx, input: {} }));
  await answered(archiveAlertChannel({ ctx, input: { id: hook?.id } }));

  expect(receiver.hooks.length).toBeGreaterThan(5);
  expect(lines.length).toBeGreaterThan(5);
  expect(await db().healthProblem.count({ where: { topic: "alert_channel" } })).toBe(3);
  for (const text of [seen.join("\n"), lines.join(""), await databaseText()]) expect(text).not.toContain(hidden);
});
