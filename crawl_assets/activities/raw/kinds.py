"""Which types of schema.org are activities, and which only say who runs a site.

https://schema.org/Event, https://schema.org/Place
"""

import re

_NO_EVENTS = frozenset({"PublicationEvent", "BroadcastEvent", "OnDemandEvent", "DeliveryEvent", "UserInteraction"})
_MORE_EVENTS = frozenset({"Festival", "Hackathon", "EventSeries", "CourseInstance"})
PLACES = frozenset({
    "AmusementPark", "Aquarium", "ArtGallery", "Beach", "BowlingAlley", "BoatTerminal", "BodyOfWater", "Bridge",
    "Campground", "Castle", "Cave", "ChildCare", "CivicStructure", "ComedyClub", "EventVenue", "Farm", "GolfCourse",
    "HistoricalPlace", "LandmarksOrHistoricalBuildings", "Landform", "Library", "Mountain", "MovieTheater", "Museum",
    "MusicVenue", "NaturalPark", "Park", "PerformingArtsTheater", "Playground", "PublicSwimmingPool", "SkiResort",
    "SportsActivityLocation", "StadiumOrArena", "SwimmingPool", "TouristAttraction", "TouristDestination", "Trail",
    "Waterfall", "Zoo", "RVPark", "ScienceMuseum", "EntertainmentBusiness", "AnimalShelter", "WaterPark",
    "IceSkatingRink",
})  # fmt: skip
# these stand on every page of a site for who runs it: they count only where they are what the page is about
_BUSINESSES = re.compile(r"Place|LocalBusiness|\w*(?:Store|Restaurant|Business|Shop|Centre|Center|Resort|Hotel|Cafe)")
_LISTS = frozenset({"ItemList", "ListItem", "CollectionPage", "OfferCatalog", "DataFeed", "DataFeedItem"})
# what leads from an object to activities that stand for themselves; a location or an organizer does not
LEADS = frozenset({
    "", "@graph", "item", "itemListElement", "mainEntity", "about", "subEvent", "subEvents", "event", "events",
    "hasPart", "dataFeedElement", "@reverse",
})  # fmt: skip


def is_event(types: tuple[str, ...]) -> bool:
    """Tell whether it takes place at a time."""
    return any(one in _MORE_EVENTS or (one.endswith("Event") and one not in _NO_EVENTS) for one in types)


def is_place(types: tuple[str, ...]) -> bool:
    """Tell whether it is a place to go to."""
    return any(one in PLACES for one in types)


def is_business(types: tuple[str, ...]) -> bool:
    """Tell whether it may be a place to go to, or merely who runs the site."""
    return any(_BUSINESSES.fullmatch(one) for one in types)


def is_list(types: tuple[str, ...]) -> bool:
    """Tell whether it lists others."""
    return any(one in _LISTS for one in types)
