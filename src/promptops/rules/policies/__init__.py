"""Rules on the organisation's own policies: what does not keep to them, and what they cannot speak of."""
