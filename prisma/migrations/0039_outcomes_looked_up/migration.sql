-- Only of decisions that have a parent or led to another one; a decision that leads to one later is told of by that one.
-- Every outcome pays for it, so each is looked up by index: a plan made while the tables were small would read them whole.
CREATE OR REPLACE FUNCTION "team_run_outcome"() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  INSERT INTO team_run_change (fleet_name, decision_id, at)
    SELECT d.fleet_name, d.id, o.at FROM written o
    CROSS JOIN LATERAL (SELECT fleet_name, id, parent_decision_id FROM decision WHERE id = o.decision_id OFFSET 0) d
    WHERE d.parent_decision_id IS NOT NULL OR (SELECT true FROM decision c WHERE c.parent_decision_id = d.id LIMIT 1);
  RETURN NULL;
END $$;
