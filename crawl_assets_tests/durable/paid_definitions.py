"""The paid asset as a code location for `dagster asset materialize -m`."""

import os
from pathlib import Path

import dagster as dg

from crawl_assets_tests.durable.paid_asset import io_manager, purchases_asset

FOLDER, URL = Path(os.environ["PAID_FOLDER"]), os.environ["PAID_URL"]

defs = dg.Definitions(assets=[purchases_asset(FOLDER, URL)], resources={"io_manager": io_manager(FOLDER)})
