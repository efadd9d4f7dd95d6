"""The house rules that ruff and import-linter cannot say; `python -m tools.lint [paths]`."""
