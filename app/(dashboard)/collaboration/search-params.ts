import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { COLLABORATION_MEASURES } from "#lib/contracts/collaboration.ts";

export const COLLABORATION_VIEWS = ["graph", "matrix", "list"] as const;
export type CollaborationShape = (typeof COLLABORATION_VIEWS)[number];

/** Everything of a view stands in the address. */
export const collaborationSearch = {
  fleet: parseAsString,
  view: parseAsStringLiteral(COLLABORATION_VIEWS).withDefault("graph"),
  measure: parseAsStringLiteral(COLLABORATION_MEASURES).withDefault("handoffs"),
  /** Who is looked at. */
  agent: parseAsString,
  /** Shown are the most frequent pairs that make up so many percent of all hand-offs; null: as many as can be read. */
  top: parseAsInteger,
  /** Roles that the matrix is narrowed to. */
  senders: parseAsString,
  receivers: parseAsString,
};
export type CollaborationSearch = inferParserType<typeof collaborationSearch>;

export const loadCollaborationSearch = createLoader(collaborationSearch);

const pairSearch = { fleet: parseAsString, from: parseAsString, to: parseAsString };
export const loadPairSearch = createLoader(pairSearch);
const toPair = createSerializer(pairSearch);

/** The page of one pair. */
export const pairHref = (fleet: string, from: string, to: string): string =>
  toPair("/collaboration/pair", { fleet, from, to });
