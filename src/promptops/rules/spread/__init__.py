"""How far a change reaches."""
