import { SETTINGS_NAMES, type Settings, type SettingsName } from "#lib/contracts/settings-file.ts";
import { processState } from "#lib/core/process-state.ts";
import { describeFindings } from "#lib/engines/configs/document-findings.ts";
import { judgeSettings } from "#lib/engines/configs/judge-settings.ts";
import { db } from "#lib/store/client.ts";
import { listSettingsFiles, type SettingsFileRow } from "#lib/store/settings-file.ts";
import { configFileName, readConfigFile } from "./config-file.ts";
import { log } from "./log.ts";

type InForce = { [N in SettingsName]?: { settings: Settings<N>; sha256: string } };

const state = () => processState<InForce>("runtime.settings", () => ({}));

/**
 * What a file of `configs` says, as this process last loaded it: the same object until it says something else.
 * Before anything was loaded (commands, tests, the building of pages), as it stands on the disk.
 * @throws Error with file, line and reason when it has to read the disk and the file is not usable
 */
export function settings<N extends SettingsName>(name: N): Settings<N> {
  const known = state()[name]?.settings;
  return (known ?? fromDisk(name)) as Settings<N>;
}

function fromDisk<N extends SettingsName>(name: N): Settings<N> {
  const judged = judgeSettings(name, readConfigFile(name));
  if (judged.settings === null) {
    throw new Error(`${configFileName(name)} is not usable: ${describeFindings(judged.findings)}`);
  }
  keep(name, judged.settings, judged.sha256);
  return judged.settings;
}

function keep<N extends SettingsName>(name: N, value: Settings<N>, sha256: string): void {
  Object.assign(state(), { [name]: { settings: value, sha256 } });
}

/** Takes over what is in force by the database; a file that has never been in force there stays as it was. */
export async function refreshSettings(): Promise<void> {
  for (const row of await listSettingsFiles(db())) {
    const name = SETTINGS_NAMES.find((each) => each === row.name);
    if (name && state()[name]?.sha256 !== row.sha256) take(name, row);
  }
}

function take(name: SettingsName, { content, sha256 }: SettingsFileRow): void {
  const judged = judgeSettings(name, content);
  if (judged.settings !== null) {
    keep(name, judged.settings, sha256);
    return;
  }
  // Written by another release, whose rules are not ours.
  const reasons = describeFindings(judged.findings);
  log().warn(`${configFileName(name)} in force is not usable here: ${reasons}. What was known before stays.`);
}

/** Names and hashes of what this process has in memory. */
export function loadedSettings(): { name: string; sha256: string }[] {
  const own = state();
  return SETTINGS_NAMES.flatMap((name) => {
    const sha256 = own[name]?.sha256;
    return sha256 === undefined ? [] : { name, sha256 };
  });
}

/** What is computed of a file's settings once, and again when they have changed. */
export function fromSettings<N extends SettingsName, T>(name: N, compute: (value: Settings<N>) => T): () => T {
  let made: { of: Settings<N>; value: T } | undefined;
  return () => {
    const now = settings(name);
    if (made?.of !== now) made = { of: now, value: compute(now) };
    return made.value;
  };
}
