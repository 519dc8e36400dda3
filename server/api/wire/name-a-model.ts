/** What a call without `model` is told at every door. */
export const NAME_A_MODEL = "Name a configuration such as anthropic/researcher, tier/fast, agent/<name> or auto";
