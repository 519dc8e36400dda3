import type { AgentTraits, TraitLesson } from "#lib/contracts/prediction.ts";
import type { SuccessModel } from "../success-model.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { learnFromTraits, type TraitTeacher } from "./learn-from-traits.ts";
import { taughtTraits } from "./trait-lesson.ts";

/** From so many on an agent teaches, and is itself beyond teaching: its outcomes say more than any price. */
const LEAST_OUTCOMES = 20;
/** From where the model stands; it settles earlier. */
const ROUNDS = 20;

/**
 * Lets the agents with outcomes teach what price and tier tell of success, and has those with few believed to lie where that
 * lets them be expected, instead of at the fleet's mean.
 * @param success fitted; fitted again where a few outcomes are to be seen in that light
 * @param traits by name; agents that are absent stay with the fleet's mean
 * @returns null, and nothing changes, where neither price nor tier tells anything
 */
export function teachSuccess(
  success: SuccessModel,
  agents: Vocabulary,
  traits: ReadonlyMap<string, AgentTraits>,
): TraitLesson | null {
  const teachers: TraitTeacher[] = [];
  const learners: { agent: number; own: AgentTraits }[] = [];
  for (const [agent, { upWeight, upTarget }] of success.forest.trees) {
    const own = traits.get(agents.names[agent] ?? "");
    if (!own) continue;
    const isTeacher = upWeight > 0 && success.samples(agent, -1).totalSamples >= LEAST_OUTCOMES;
    if (isTeacher) teachers.push({ traits: own, effect: upTarget, precision: upWeight });
    else learners.push({ agent, own });
  }
  const learned = learnFromTraits(teachers);
  if (!learned) return null;
  const taught = learners.filter(({ own }) => taughtTraits(learned.lesson, own).length > 0);
  for (const { agent, own } of taught) success.forest.setAgentPrior(agent, learned.expect(own));
  if (taught.length > 0) success.fit(ROUNDS);
  return learned.lesson;
}
