import type { ServiceContext } from "#lib/auth/context.ts";
import type { ChatRequest, FinishReason } from "#lib/contracts/chat.ts";
import type { LoadedConfiguration } from "#lib/contracts/configuration.ts";
import type { AttemptFacts } from "#lib/contracts/gateway.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import type { Leaving } from "#lib/core/departure.ts";
import type { DecisionRecord } from "#lib/store/placement.ts";
import type { KeptTexts } from "./kept-texts.ts";

/** One configuration of a call's chain, with the request as it sends it. */
export interface CallLink {
  configuration: LoadedConfiguration;
  endpoint: string;
  request: ChatRequest;
}

/** A call on its way: what was decided, and what was tried so far. */
export interface OpenCall {
  ctx: ServiceContext;
  callId: string;
  decisionId: string;
  fleetName: string;
  /** Null: nobody was routed. */
  agentName: string | null;
  taskType: string;
  target: string;
  streamed: boolean;
  request: ChatRequest;
  signal: Leaving | undefined;
  /** What is said, gathered to be stored; null: it is not. */
  kept: KeptTexts | null;
  /** The configuration its decision names, which holds were made for. */
  askedRef: string;
  /** In the order in which they are tried; never empty. */
  chain: readonly [CallLink, ...CallLink[]];
  /** One attempt, whatever retries its settings allow. */
  alone: boolean;
  /** Every endpoint of the chain is cooling down; this one is worth a try soonest. */
  leastBad: boolean;
  atMs: number;
  /** Of the monotonic clock, as the deadline is. */
  startedMs: number;
  deadlineMs: number;
  /** Written with the call's end; null: it is written already, with what it holds. */
  pending: DecisionRecord | null;
  /** Lets the lease run out on its own again. */
  leaveLease: () => void;
  attempts: AttemptFacts[];
  /** An attempt that failed may be billed all the same: the cost of the whole is not known. */
  billedUnknown: boolean;
}

/** How a call ended. */
export interface CallEnding {
  link: CallLink;
  /** Null: answered. */
  errorKind: string | null;
  servedModel: string | null;
  /** Null: nothing was generated, or nobody can tell. */
  usage: TokenUsage | null;
  /** Counted from what was delivered: the stream broke before the provider told. */
  usageEstimated: boolean;
  finishReason: FinishReason | null;
  firstTokenMs: number | null;
}
