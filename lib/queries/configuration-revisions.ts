import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { compareConfigs, type PropertyChange } from "#lib/contracts/configuration-changes.ts";
import { configurationAddressSchema, type RevisionView } from "#lib/contracts/configuration-view.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { findConfiguration, findRevisionView } from "#lib/store/configuration.ts";

const revision = z.int().min(1);
const compareSchema = configurationAddressSchema.extend({ from: revision.nullable(), to: revision.nullable() });

export interface RevisionComparison {
  ref: string;
  /** The revision in force; every number from 1 up to it exists. */
  revision: number;
  from: RevisionView;
  to: RevisionView;
  /** Properties in which they differ, as they are in `from` and in `to`. */
  changes: PropertyChange[];
}

/**
 * Any two revisions side by side; without numbers the one in force and the one before it. Scope config:read.
 * @throws SignalboxError not_found when there is no such configuration or revision.
 */
export async function compareRevisions({ ctx, input }: ServiceCall): Promise<RevisionComparison> {
  requireScope(ctx, "config:read");
  const { provider, name, ...asked } = parseInput(compareSchema, input);
  const ref = `${provider}/${name}`;
  const found = await findConfiguration(db(), { provider, name });
  if (!found) throw new SignalboxError("not_found", `There is no configuration "${ref}".`);
  const numbers = [asked.from ?? Math.max(1, found.revision - 1), asked.to ?? found.revision];
  const [from, to] = await Promise.all(numbers.map((number) => findRevisionView(db(), found.id, number)));
  if (!from || !to) throw new SignalboxError("not_found", `${ref} has revisions 1 to ${found.revision}.`);
  return { ref, revision: found.revision, from, to, changes: compareConfigs(from.settings, to.settings) };
}
