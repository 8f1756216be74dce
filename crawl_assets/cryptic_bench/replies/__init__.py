"""Reading what a model's reply finally answers, without knowing the solution."""
