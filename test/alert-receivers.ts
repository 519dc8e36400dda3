import { once } from "node:events";
import { readFileSync } from "node:fs";
import http, { type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { Webhook } from "standardwebhooks";

/** A request as it came: what is signed is its text, to the byte. */
export interface ReceivedHook {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A receiver of webhooks on this machine, which remembers what came and answers as told. */
export interface HookReceiver {
  url: string;
  hooks: ReceivedHook[];
  /** How the next ones are answered; 200 until it is said. */
  answer(respond: (response: ServerResponse, hook: ReceivedHook) => void): void;
  close(): Promise<void>;
}

const ok = (response: ServerResponse) => void response.writeHead(200).end("ok");

export async function startHookReceiver(): Promise<HookReceiver> {
  const hooks: ReceivedHook[] = [];
  let respond: (response: ServerResponse, hook: ReceivedHook) => void = ok;
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const hook = { path: request.url ?? "", headers: request.headers, text: Buffer.concat(chunks).toString() };
    hooks.push(hook);
    respond(response, hook);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hooks,
    answer: (next) => {
      respond = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** The body of a webhook whose signature a library of others finds right. @throws when it does not */
export function verified({ headers, text }: ReceivedHook, signingSecret: string): Record<string, unknown> {
  return new Webhook(signingSecret).verify(text, headers as Record<string, string>) as Record<string, unknown>;
}

export interface ReceivedMail {
  from: string;
  to: string[];
  user: string | null;
  secure: boolean;
  text: string;
}

/** A mail server on this machine. */
export interface MailReceiver {
  port: number;
  mails: ReceivedMail[];
  close(): Promise<void>;
}

const certificate = (part: "cert" | "key") =>
  readFileSync(path.resolve(import.meta.dirname, `fixtures/mail/localhost-${part}.pem`), "utf8");

/** What somebody must trust who sends mail to it over TLS. */
export const MAIL_CERTIFICATE = certificate("cert");

/** @param login the only name and password it takes */
export async function startMailReceiver(
  login: { user: string; password: string },
  options: SMTPServerOptions = {},
): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    key: certificate("key"),
    cert: certificate("cert"),
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      const isRight = username === login.user && password === login.password;
      if (isRight) done(null, { user: username });
      else done(new Error(`not ${password}`));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === "string" ? session.user : null,
          secure: session.secure,
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  // A client that leaves in the middle is part of what is tried.
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
