"""Training of the prose stage: labels from human-checked bodies, evidence, boosted trees. Needs the extra ``train``."""
