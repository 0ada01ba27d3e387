-- Aura's causal store, version 2: branches that end by themselves.

-- States with two parents are few, and questions about an agent's branches ask for all of them. This takes the longest, and reads go on
-- meanwhile; what shuts them out comes after it.
CREATE INDEX states_joining ON aura.states (line, version) WHERE merge_parent IS NOT NULL;

ALTER TABLE aura.branches ADD COLUMN expires_at timestamptz;
