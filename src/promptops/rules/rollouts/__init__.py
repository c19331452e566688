"""How changes reach people, and how they are taken back."""
