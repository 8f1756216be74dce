"""The weekly cryptic crossword benchmark of language models."""
