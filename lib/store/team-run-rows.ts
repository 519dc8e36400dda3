/** Which runs are read, in words of SQL; $1 is the fleet. */
export interface RunChoice {
  /** Further `with` parts that the others use; with a comma at the end. */
  before: string;
  /** Which decisions `d` that begin a chain count. */
  roots: string;
  /** Which decisions `c` that continue one count. */
  continued: string;
  /** Which outcomes `o` of them count. */
  outcomes: string;
  /** What interactions `i` are taken from: a relation of that name. */
  interactions: string;
  /** Which of the runs found are given, `o.run_id` being theirs. */
  given: string;
}

/** Of texts and of tasks: what they are about stands at their beginning. */
const MAX_TEXT = 2_000;

/**
 * Interactions of runs, run by run in the order of their turns. Beside what was reported, imported or traced, a decision
 * with a parent is a hand-off from the parent's agent to its own, and its outcome is that agent's turn; what was also
 * reported is told once. A result of a decision's agent is addressed to itself: nobody says who takes it. Such hand-offs
 * belong to the run that interactions with one of the chain's decisions name, else to the chain's first decision. The
 * order is by step where every row of the run has one, else by time.
 *
 * What a run knows of its first decision travels with its rows, since joins of such sets with each other take the square of
 * their size. Rows that are hidden carry that alone. `turn` has more columns than a training reads; what is not selected
 * is not sorted.
 * @param columns of `turn`, by `o`, that are given before those of the run: type, text, succeeded, fault's agent and step
 */
export function teamRunRows({ before, roots, continued, outcomes, interactions, given }: RunChoice, columns: string) {
  return `
  with recursive ${before} chain as (
    select d.id root, d.id, d.task_type, d.agent_name agent, d.at, null::text parent, null::text parent_agent, 0 depth
    from decision d
    where d.fleet_name = $1 and d.parent_decision_id is null and ${roots}
      and exists (select from decision c where c.parent_decision_id = d.id)
    union all
    select chain.root, c.id, c.task_type, c.agent_name, c.at, chain.id, chain.agent, chain.depth + 1
    from chain join decision c on c.parent_decision_id = chain.id
    -- Not by the fleet's index: it holds all of its decisions, and few of them have this parent.
    where chain.depth < 1000 and c.fleet_name || '' = $1 and ${continued}
  ), placed as (
    select c.*, o.at ended_at, o.success own_success, o.duration_ms, o.output_tokens,
      coalesce(first_value(n.run_id) over (partition by c.root order by n.at nulls last, n.id nulls last), c.root) run_id,
      first_value(o.success) over (partition by c.root order by o.success is null, c.id desc) success
    from chain c
    left join lateral (
      select told.* from (
        (select i.run_id, i.at, i.id from interaction i where i.fleet_name = $1 and i.decision_id = c.id order by i.at, i.id limit 1)
        union all
        (select i.run_id, i.at, i.id from interaction i where i.fleet_name = $1 and i.parent_decision_id = c.id order by i.at, i.id limit 1)
      ) told order by told.at, told.id limit 1
    ) n on true
    left join outcome o on o.decision_id = c.id and ${outcomes}
  ), turn as (
    select i.run_id, case i.source when 'import' then null else extract(epoch from i.at)::float8 * 1000 end at_ms,
      i.step, i.from_agent, i.to_agent, i.kind, i.chars, left(t.text, ${MAX_TEXT}) said, i.task_type, i.id,
      false hidden, null root, null::boolean root_success,
      i.at, i.decision_id, i.parent_decision_id, i.duration_ms, i.tokens, i.success, i.source
    from ${interactions}
    left join interaction_text t on t.fleet_name = i.fleet_name and t.interaction_id = i.id
    union all
    select c.run_id, extract(epoch from c.at)::float8 * 1000, null, c.parent_agent, c.agent, 'handoff', null, null, c.task_type, c.id,
      c.parent_agent is null or c.agent is null or exists (
        select from interaction i where i.decision_id = c.id and i.fleet_name = $1 and i.kind <> 'result')
      or exists (
        select from interaction i where i.parent_decision_id = c.parent and i.decision_id is null and i.fleet_name = $1
          and i.to_agent = c.agent and i.kind <> 'result'),
      c.root, c.success, c.at, c.id, c.parent, null, null, null, null
    from placed c
    union all
    select c.run_id, extract(epoch from c.ended_at)::float8 * 1000, null, c.agent, c.agent, 'result', null, null, c.task_type, c.id,
      false, c.root, c.success, c.ended_at, c.id, c.parent, c.duration_ms, c.output_tokens, c.own_success, null
    from placed c
    where c.agent is not null and c.ended_at is not null and not exists (
      select from interaction i where i.decision_id = c.id and i.fleet_name = $1 and i.kind = 'result')
  ), marked as (
    select turn.*, bool_and(hidden or step is not null) over (partition by run_id) stepped,
      first_value(root) over (partition by run_id order by root nulls last) first_root,
      first_value(root_success) over (partition by run_id order by root nulls last) run_success
    from turn
  ), ordered as (
    select marked.*, row_number() over (
      partition by run_id order by hidden, case when stepped then step end, at_ms, step, id collate "C") place
    from marked
  )
  select ${columns}, coalesce(r.task_type, d.task_type),
    left(coalesce(d.task::json ->> 'description', h.text), ${MAX_TEXT}),
    coalesce(r.succeeded, case when o.place = 1 then o.run_success end),
    -- A person's finding comes before what was told with the run, agent and step of the same one.
    case when f.run_id is null then r.fault_agent else f.agent end,
    case when f.run_id is null then r.fault_step else f.step end
  from ordered o
  left join interaction_run r on o.place = 1 and r.fleet_name = $1 and r.id = o.run_id
  left join run_fault f on o.place = 1 and f.fleet_name = $1 and f.run_id = o.run_id
  left join decision d on o.place = 1 and d.id = o.first_root
  left join lateral (
    select t.text from history_import i join history_task t on t.import_id = i.id and t.item_id = o.run_id
    where i.fleet_name = $1 and r.source = 'import' limit 1
  ) h on true
  where not o.hidden and ${given}
  order by o.run_id collate "C", o.place`;
}
