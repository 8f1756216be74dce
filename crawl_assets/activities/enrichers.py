"""Who adds to activities, as the settings choose: with a key its owner, without one what needs none."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawl_assets.activities.geocoding import Geocoder
    from crawl_assets.settings import Settings


def chosen_geocoder(settings: "Settings") -> "Geocoder":
    """Return Google with GOOGLE_MAPS_API_KEY, else the offline gazetteer; raises GeocodingStopped for a bad key."""
    from crawl_assets.activities.gazetteer import gazetteer
    from crawl_assets.activities.geocoding_google import GoogleGeocoder

    if settings.google_maps_api_key:
        return GoogleGeocoder(settings.google_maps_api_key, settings.google_geocode_base_url)
    return gazetteer()
