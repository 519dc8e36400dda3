-- Of a call that is written together with its outcome, the outcome's event says all; the only writer of calls tells of the others.
DROP TRIGGER "usage_called" ON "model_call";
DROP FUNCTION "usage_call_ended";
