"""The models being benchmarked: a table that starts from the shipped list and is edited by `cryptic models`."""

from dataclasses import replace
from datetime import datetime

from crawl_assets.cryptic_bench.models import BASELINE, new_model, shipped_models
from crawl_assets.cryptic_bench.rows import Model
from crawl_assets.llm.baselines import BASELINES
from crawl_assets.store.database import Database
from crawl_assets.store.rows import load, save


class UnknownModelError(LookupError):
    """No model of this id is known; names those that are."""


def known_models(database: Database) -> list[Model]:
    """Return every model ever benchmarked, active first; the shipped ones are added when they are not there yet.

    A model that was retired stays retired, whatever is shipped.
    """
    known = {model.openrouter_id for model in load(database, "models", Model)}
    fresh = [model for model in shipped_models() if model.openrouter_id not in known]
    save(database, "models", fresh)
    return sorted(
        load(database, "models", Model), key=lambda model: (not model.is_active, model.kind, model.openrouter_id)
    )


def active_models(database: Database) -> list[Model]:
    """Return the models that are asked each week."""
    return [model for model in known_models(database) if model.is_active]


def find_model(database: Database, openrouter_id: str) -> Model:
    """Return one model; raises UnknownModelError."""
    models = {model.openrouter_id: model for model in known_models(database)}
    if openrouter_id not in models:
        listed = ", ".join(sorted(models))
        raise UnknownModelError(
            f"no model {openrouter_id!r}; known are {listed}. Add it: crawl-assets cryptic models add {openrouter_id}"
        )
    return models[openrouter_id]


def add_model(database: Database, openrouter_id: str, display_name: str | None, now: datetime) -> Model:
    """Add a model, or bring a retired one back; returns it as it is then.

    Raises ValueError when the id is not of the form provider/model.
    """
    fresh = replace(new_model(openrouter_id, display_name), added_at=now)
    if fresh.kind == BASELINE and openrouter_id not in BASELINES:
        raise ValueError(f"no baseline {openrouter_id!r}; there are {', '.join(BASELINES)}.")
    known = {model.openrouter_id: model for model in known_models(database)}
    model = replace(known.get(openrouter_id, fresh), is_active=True)
    if display_name:
        model = replace(model, display_name=display_name)
    save(database, "models", [model])
    return model


def retire_model(database: Database, openrouter_id: str) -> Model:
    """Ask a model no more; its results stay. Raises UnknownModelError."""
    model = replace(find_model(database, openrouter_id), is_active=False)
    save(database, "models", [model])
    return model
