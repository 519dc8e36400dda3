/** How well an agent works after another one, for a choice between agents. */
export interface CollaborationFactor {
  /** 0-1; 0.5 says neither for nor against. */
  score: number;
  /** Tasks it rests on. */
  n: number;
  sentence: string;
}

/** The part of a behaviour model that deciding needs. */
export interface CollaborationJudge {
  collaborationFactor(from: string, to: string): CollaborationFactor;
}
