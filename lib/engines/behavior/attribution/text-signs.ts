/**
 * Signs in what agents say that people look for when they search a fault. English, as what frameworks print is; what is
 * said in other languages is read by the learned directions of its words alone.
 */
const SIGNS = {
  programOutput: /^(exitcode|traceback|there is no code from the last)|execution (succeeded|failed)|code output/i,
  nothingToRun: /there is no code/i,
  ranWell: /exit ?code: 0|succeeded/i,
  ranBadly: /exit ?code: [1-9]|execution failed|traceback/i,
  error:
    /exitcode: [1-9]|execution failed|traceback|error|exception|timeout|timed out|not found|unable to|cannot|can't|failed|no results|404|invalid/i,
  guess:
    /\b(assum|simulat|hypothet|placeholder|sample data|example data|for demonstration|for illustration|typical|estimate|likely|approximat|fictional|suppose|mock)/i,
  check: /\b(verif|confirm|correct|validate|double-check|accurate|cross-check)/i,
  correction:
    /\b(issue|fix|revise|updated? code|correction|instead|retry|again|let's try|alternative|apolog|mistake|however|unfortunately|it (seems|appears))/i,
  conclusion: /\b(therefore|final answer|in conclusion|thus|the answer is|result is|conclude|terminate)\b/i,
  code: /```|import \w+|def \w+\(|print\(/,
  stall: /loop|not making|no progress|stall|stuck|repeat/i,
} as const;

export type TextSign = keyof typeof SIGNS;

/** Whether a text shows the sign; a text that is not kept shows none. */
export function showsSign(sign: TextSign, text: string | null): boolean {
  return text !== null && SIGNS[sign].test(text);
}

/** Agents whose name says that they check others. */
export function isCheckerByName(agent: string): boolean {
  return /verif|valid|check|review|critic|audit/i.test(agent);
}

/** Numbers and names of a text, which answers are made of. */
export function valuesOf(text: string): Set<string> {
  return new Set((text.match(/\d[\d.,]*\d|\d|\b\p{Lu}[\p{L}]{2,}/gu) ?? []).map((value) => value.toLowerCase()));
}
