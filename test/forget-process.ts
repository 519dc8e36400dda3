/** What modules registered when they were imported, which they do once a process. */
const REGISTERED = "runtime.refreshers";

/** Forgets what this process knows, as if it had just started: see `lib/core/process-state.ts`. */
export function forgetProcess(): void {
  const holder = globalThis as { [key: symbol]: Map<string, unknown> | undefined };
  const state = holder[Symbol.for("signalbox.state")];
  for (const name of state?.keys() ?? []) if (name !== REGISTERED) state?.delete(name);
}

/** Gives the environment back the variables it had. */
export function restoreEnvironment(variables: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
}
