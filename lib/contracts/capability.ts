import { z } from "zod";
import { capabilityNameSchema } from "./agent.ts";

const capabilitySchema = z.strictObject({
  name: capabilityNameSchema,
  domain: z.string().min(1).max(64),
  /** What somebody with this capability does, in the words tasks use: free text is matched against it. */
  description: z.string().min(1).max(500),
  /** More general capabilities: having this one implies most of them. */
  parents: z.array(capabilityNameSchema).default([]),
  /** Neighbours; the strength (0-1) counts in both directions. */
  related: z.array(z.strictObject({ name: capabilityNameSchema, strength: z.number().min(0).max(1) })).default([]),
  /** Other names of the same thing; lower case, words separated by spaces. */
  synonyms: z.array(z.string().min(1).max(64)).default([]),
});

/** `configs/capabilities.json`: the capabilities Signalbox knows and how they hang together. */
export const capabilityTaxonomySchema = z
  .strictObject({ version: z.string().min(1), capabilities: z.array(capabilitySchema).min(1).max(1000) })
  .superRefine(({ capabilities }, ctx) => {
    const byName = new Map(capabilities.map((capability) => [capability.name, capability]));
    capabilities.forEach((capability, index) => {
      const { name, parents, related } = capability;
      const refuse = (part: (string | number)[], message: string) =>
        ctx.addIssue({ code: "custom", path: ["capabilities", index, ...part], message });
      const demand = (part: (string | number)[], other: string) => {
        if (!byName.has(other)) refuse(part, `${name} refers to ${other}, which is not there`);
      };
      if (byName.get(name) !== capability) refuse(["name"], `Two capabilities are called ${name}`);
      parents.forEach((other, place) => {
        demand(["parents", place], other);
      });
      related.forEach((relation, place) => {
        demand(["related", place, "name"], relation.name);
      });
      const above = new Set<string>();
      const waiting = [...parents];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (above.has(next)) continue;
        above.add(next);
        waiting.push(...(byName.get(next)?.parents ?? []));
      }
      if (above.has(name)) refuse(["parents"], `${name} is its own ancestor`);
    });
  });
export type CapabilityTaxonomy = z.output<typeof capabilityTaxonomySchema>;

/** Reads from a text what it asks for, learned from history; implementations live in `lib/engines/matching`. */
export interface TextMatcher {
  /**
   * The few capabilities the text most probably asks for, best first, each with its calibrated probability; empty when it
   * asks for none that the matcher knows.
   */
  likely(text: string): readonly { name: string; probability: number }[];
}
