"""Where the model's Python runs."""
