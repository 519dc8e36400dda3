import { processState } from "#lib/core/process-state.ts";
import type { Topic } from "#lib/store/revision.ts";

type Refresh = () => Promise<void>;

const refreshers = () => processState("runtime.refreshers", () => new Map<Topic, Map<string, Refresh>>());

/** Names what to load again when a topic changes. The same name registered twice is one refresher. */
export function registerRefresher(topic: Topic, name: string, refresh: Refresh): void {
  const byName = refreshers().get(topic) ?? new Map<string, Refresh>();
  byName.set(name, refresh);
  refreshers().set(topic, byName);
}

/** Runs the topic's refreshers in the order they were registered. */
export async function refreshTopic(topic: Topic): Promise<void> {
  for (const refresh of refreshers().get(topic)?.values() ?? []) await refresh();
}
