import { FACTORS } from "#lib/contracts/routing.ts";
import { chargeColumn } from "./cost-charge.ts";
import type { SelectionFrame } from "./selection-frame.ts";
import { weightShares } from "./task-agent-scorer.ts";
import type { TotalBeliefs } from "./thompson.ts";

const PERFORMANCE = FACTORS.indexOf("performance");

/**
 * What is believed of the totals of a ranking: everything but success is taken as known. The logit is set so that the
 * expected success is the predicted one (the probit approximation of MacKay, 1992, the other way round).
 */
export function totalBeliefs(frame: SelectionFrame, ranking: Int32Array, total: Float64Array): TotalBeliefs {
  const { policy, costNanoUsd, paceLambdaPerUsd, successProbability, successSd } = frame;
  const share = weightShares(policy)[PERFORMANCE] as number;
  const n = ranking.length;
  const beliefs: TotalBeliefs = {
    base: new Float64Array(n),
    share,
    charge: new Float64Array(n),
    logit: new Float64Array(n),
    sd: new Float64Array(n),
  };
  const charges = chargeColumn(policy.lambdaPerUsd, paceLambdaPerUsd, costNanoUsd, ranking);
  for (let place = 0; place < n; place++) {
    const row = ranking[place] as number;
    const charge = charges === null ? 0 : (charges[place] as number);
    const success = Math.min(1 - 1e-6, Math.max(1e-6, successProbability[row] as number));
    const sd = successSd[row] as number;
    beliefs.base[place] = (total[row] as number) - share * Math.min(1, Math.max(0, success - charge));
    beliefs.charge[place] = charge;
    beliefs.logit[place] = Math.log(success / (1 - success)) * Math.sqrt(1 + (Math.PI * sd * sd) / 8);
    beliefs.sd[place] = sd;
  }
  return beliefs;
}
