-- Aura's causal store, version 2: branches that end by themselves.

ALTER TABLE aura.branches ADD COLUMN expires_at timestamptz;

-- States with two parents are few, and questions about an agent's branches ask for all of them.
CREATE INDEX states_joining ON aura.states (line, version) WHERE merge_parent IS NOT NULL;
