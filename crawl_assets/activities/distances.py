"""Distances on a round earth."""

import math

EARTH_KM = 6371.0088  # its mean radius


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance of two places along the earth (haversine); all in degrees."""
    lat, lon, lat2, lon2 = map(math.radians, (latitude, longitude, other_latitude, other_longitude))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
