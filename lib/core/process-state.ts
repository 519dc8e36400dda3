const STATE = Symbol.for("signalbox.state");

/**
 * One value a process, whichever copy of this module asks: Next bundles its own copy of `lib/`,
 * and both must see the same fleet, models and connections.
 */
export function processState<T>(name: string, create: () => T): T {
  const holder = globalThis as { [STATE]?: Map<string, unknown> };
  holder[STATE] ??= new Map();
  const state = holder[STATE];
  if (!state.has(name)) state.set(name, create());
  return state.get(name) as T;
}
