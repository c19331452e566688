"""What a change does to callers of prompts."""
