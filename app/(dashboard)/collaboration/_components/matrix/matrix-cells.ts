import type { CollaborationView } from "#lib/contracts/collaboration.ts";

/** A matrix of senders down and receivers across. */
export interface Matrix {
  /** Places of agents, in the order of the ring: roles side by side. */
  senders: number[];
  receivers: number[];
  cells: MatrixCell[];
  /** Place in `cells` by row * receivers + column. */
  cellAt: ReadonlyMap<number, number>;
}

export interface MatrixCell {
  row: number;
  column: number;
  /** Place of the pair. */
  pair: number;
  /** 0-1: how much is to be seen. */
  strength: number;
}

/** The shown pairs between agents of two roles; null: of all roles. */
export function matrixOf(
  view: CollaborationView,
  visible: readonly number[],
  { senders: senderRole, receivers: receiverRole }: { senders: string | null; receivers: string | null },
): Matrix {
  const placesOf = (role: string | null) =>
    view.agents.flatMap((agent, place) => (role === null || agent.role === role ? [place] : []));
  const [senders, receivers] = [placesOf(senderRole), placesOf(receiverRole)];
  const rowOf = new Map(senders.map((place, row) => [place, row]));
  const columnOf = new Map(receivers.map((place, column) => [place, column]));
  const { from, to, count, uplift } = view.pairs;
  const sizes = uplift
    ? (pair: number) => Math.abs(uplift.value[pair] ?? 0)
    : (pair: number) => Math.log1p(count[pair] ?? 0);
  const found = visible.flatMap((pair) => {
    const [row, column] = [rowOf.get(from[pair] ?? -1), columnOf.get(to[pair] ?? -1)];
    return row === undefined || column === undefined ? [] : [{ row, column, pair, strength: sizes(pair) }];
  });
  const most = Math.max(Number.MIN_VALUE, ...found.map(({ strength }) => strength));
  const cells = found.map((cell) => ({ ...cell, strength: cell.strength / most }));
  return {
    ...{ senders, receivers, cells },
    cellAt: new Map(cells.map(({ row, column }, place) => [row * receivers.length + column, place])),
  };
}

/** Hand-offs from role to role. */
export interface RoleCell {
  from: string;
  to: string;
  count: number;
  /** Pairs of agents. */
  pairs: number;
}

/** Every role to every role, in the order of the ring. */
export function roleCells(view: CollaborationView, visible: readonly number[]): RoleCell[][] {
  const place = new Map(view.roles.map(({ role }, i) => [role, i]));
  const rows = view.roles.map(({ role: from }) =>
    view.roles.map(({ role: to }): RoleCell => ({ from, to, count: 0, pairs: 0 })),
  );
  for (const pair of visible) {
    const row = place.get(view.agents[view.pairs.from[pair] ?? -1]?.role ?? "");
    const column = place.get(view.agents[view.pairs.to[pair] ?? -1]?.role ?? "");
    const cell = rows[row ?? -1]?.[column ?? -1];
    if (!cell) continue;
    cell.count += view.pairs.count[pair] ?? 0;
    cell.pairs++;
  }
  return rows;
}
