import { hash } from "node:crypto";
import type { ProviderCall, ProviderConnection } from "./call.ts";
import type { ProviderCredentials } from "./credentials.ts";

type Connected = Pick<ProviderCall, "connection" | "timeouts">;

const MOST_CLIENTS = 64;

/** SDK clients by where they call and with which key: building one costs more than a call. The least used one goes. */
export class ClientCache<Client> {
  private readonly clients = new Map<string, Client>();
  private readonly build: (call: Connected) => Client;

  constructor(build: (call: Connected) => Client) {
    this.build = build;
  }

  for(call: Connected): Client {
    const key = keyOf(call);
    const kept = this.clients.get(key);
    const client = kept ?? this.build(call);
    if (kept) this.clients.delete(key);
    this.clients.set(key, client);
    if (this.clients.size > MOST_CLIENTS) {
      const [oldest] = this.clients.keys();
      if (oldest !== undefined) this.clients.delete(oldest);
    }
    return client;
  }
}

function keyOf({ connection, timeouts }: Connected): string {
  const { baseUrl, region } = connection;
  return `${baseUrl} ${region} ${timeouts.connectMs} ${fingerprint(connection)}`;
}

const fingerprints = new WeakMap<ProviderCredentials, string>();

/** A key's digest: the key itself is in no index. Credentials come as the same object as long as they are the same. */
function fingerprint({ credentials }: ProviderConnection): string {
  const known = fingerprints.get(credentials);
  if (known !== undefined) return known;
  const made = hash("sha256", JSON.stringify(credentials), "base64");
  fingerprints.set(credentials, made);
  return made;
}
