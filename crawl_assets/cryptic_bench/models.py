"""The models that ship with the project: data in models.toml, editable without code."""

import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from crawl_assets.cryptic_bench.rows import Model

LANGUAGE_MODEL, BASELINE = "language_model", "baseline"


@cache
def shipped_models() -> tuple[Model, ...]:
    """Read models.toml; raises ValueError naming an entry that is wrong, before any model is asked."""
    text = resources.files(__package__).joinpath("models.toml").read_text(encoding="utf-8")
    return read_models(text)


def read_models(text: str) -> tuple[Model, ...]:
    """Read a model list in TOML; raises ValueError naming an entry that is incomplete, misspelled or there twice."""
    try:
        entries = tomllib.loads(text).get("model", [])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"the model list is not TOML: {error}") from None
    models: dict[str, Model] = {}
    for number, entry in enumerate(entries, start=1):
        model = _model(number, entry)
        if model.openrouter_id in models:
            raise ValueError(f"model {number} of the list, {model.openrouter_id!r}, is there twice.")
        models[model.openrouter_id] = model
    return tuple(models.values())


def new_model(openrouter_id: str, display_name: str | None = None) -> Model:
    """Describe a model that nothing else is known of; raises ValueError when the id is not provider/model."""
    provider, _, name = openrouter_id.partition("/")
    if not provider or not name or "|" in openrouter_id or any(map(str.isspace, openrouter_id)):
        raise ValueError(f"{openrouter_id!r} is not a model id; one looks like provider/model, as OpenRouter lists it.")
    kind = BASELINE if provider == BASELINE else LANGUAGE_MODEL
    return Model(openrouter_id, provider, name, display_name or name, True, kind, {}, None)


def _model(number: int, entry: dict[str, Any]) -> Model:
    unknown = sorted(set(entry) - {"id", "name", "request"})
    if unknown or not isinstance(entry.get("id"), str) or not isinstance(entry.get("request", {}), dict):
        raise ValueError(f"model {number} of the list needs an id, and may have name and request; it has {entry!r}.")
    fresh = new_model(entry["id"], entry.get("name"))
    return replace(fresh, request=entry.get("request", {}))
