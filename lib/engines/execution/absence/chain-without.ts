import type { ExecutionPolicy } from "#lib/contracts/routing.ts";
import { type ChainLink, fallbackChain } from "../fallback-chain.ts";

/** Why a call does not go to a configuration of its chain. */
export type PassedOver = "gone" | "no_key" | "cooling";

/** What a call of a configuration goes to when it is gone. */
export interface ChainWithout<T> {
  /** Null: nothing is left to answer. */
  takeover: T | null;
  /** It is cooling down, and taken all the same: nothing else is left. */
  leastBad: boolean;
  /** In the order of the chain, without the one asked for. */
  passedOver: { link: T; why: PassedOver }[];
}

/**
 * Follows the chain that a call of `asked` would follow, with some of its links gone: the first that is well takes over, else
 * the first that is cooling down, as a call would try it. One without a key answers nobody.
 */
export function chainWithout<T extends ChainLink>(
  asked: T,
  known: readonly T[],
  policy: Pick<ExecutionPolicy, "fallbacks">,
  stateOf: (link: T) => PassedOver | "ready",
): ChainWithout<T> {
  const chain = fallbackChain(asked, known, policy).filter(({ ref }) => ref !== asked.ref);
  const passedOver: ChainWithout<T>["passedOver"] = [];
  let cooling: T | null = null;
  for (const link of chain) {
    const state = stateOf(link);
    if (state === "ready") return { takeover: link, leastBad: false, passedOver };
    if (state === "cooling") cooling ??= link;
    passedOver.push({ link, why: state });
  }
  const others = passedOver.filter(({ link }) => link !== cooling);
  return { takeover: cooling, leastBad: cooling !== null, passedOver: others };
}
