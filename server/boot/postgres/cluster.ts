import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { messageOf } from "#lib/core/errors.ts";
import { type Account, accountFor, canEnter, PLAIN_ENVIRONMENT } from "./account.ts";
import { type Binaries, locateBinaries } from "./binaries.ts";
import { openFolder } from "./open-folder.ts";

/** A PostgreSQL data folder with what is needed to run and enter it. */
export interface Cluster {
  account: Account;
  binaries: Binaries;
  data: string;
  log: string;
  password: string;
}

export const SUPERUSER = "signalbox";

/** Opens the data folder below `dataDir`, or makes it: two processes that both make it end up with the same one. */
export function openCluster(dataDir: string): Cluster {
  mkdirSync(dataDir, { recursive: true });
  const home = path.join(realpathSync(dataDir), "postgres");
  const account = accountFor(path.join(home, "data"));
  const binaries = locateBinaries(account);
  if (!existsSync(path.join(home, "data", "PG_VERSION"))) create(home, account, binaries);
  const real = realpathSync(home);
  return {
    account,
    binaries,
    data: path.join(real, "data"),
    log: path.join(real, "postgres.log"),
    password: readPassword(path.join(real, "password")),
  };
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new Error(`The embedded database belongs to another user (${file}): start as that user or set DATABASE_URL`, {
      cause,
    });
  }
}

/** Made aside and put in place whole, so that neither a crash nor a second start leaves half a database. */
function create(home: string, account: Account, binaries: Binaries): void {
  const reachable = canEnter(path.dirname(home), account);
  const draft = mkdtempSync(reachable ? `${home}-draft-` : path.join(openFolder(), "data-"));
  try {
    initialise(draft, account, binaries);
    // A link that leads nowhere is left when somebody removed what it led to.
    if (!existsSync(home)) rmSync(home, { force: true });
    if (reachable) renameSync(draft, home);
    else symlinkSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(path.join(home, "data", "PG_VERSION"))) throw error;
  }
}

function initialise(draft: string, account: Account, binaries: Binaries): void {
  const data = path.join(draft, "data");
  const password = randomBytes(24).toString("base64url");
  const handover = path.join(data, "..", "password-for-initdb");
  chmodSync(draft, 0o755);
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(path.join(draft, "password"), password, { mode: 0o600 });
  writeFileSync(handover, password, { mode: 0o600 });
  if (account) {
    chownSync(data, account.uid, account.gid);
    chownSync(handover, account.uid, account.gid);
  }
  const options = ["-U", SUPERUSER, "--auth=scram-sha-256", `--pwfile=${handover}`, "-E", "UTF8", "--locale=C"];
  try {
    execFileSync(binaries.initdb, ["-D", data, ...options, "--no-instructions"], {
      ...account,
      cwd: data,
      env: PLAIN_ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (cause) {
    throw new Error(`The embedded database could not be made: ${messageOf(cause)}`, { cause });
  }
  rmSync(handover);
}
