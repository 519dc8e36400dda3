const STATE = Symbol.for("signalbox.state");

const holder = globalThis as { [STATE]?: Map<string, unknown> };
holder[STATE] ??= new Map();
/** Looked up in the global object once: a call asks two dozen times. */
const states = holder[STATE];

/**
 * One value a process, whichever copy of this module asks: Next bundles its own copy of `lib/`,
 * and both must see the same fleet, models and connections.
 */
export function processState<T>(name: string, create: () => T): T {
  const known = states.get(name);
  if (known !== undefined || states.has(name)) return known as T;
  const created = create();
  states.set(name, created);
  return created;
}
