"""A family guide to a town: events and places in the shapes that real guides have, written for this project.

    routes = events("http://127.0.0.1:8080")

JSON-LD, microdata and plain pages; a programme of 20 events on one page; category pages that are no activities; a feed
that holds an event of its own; one playground under two addresses; places without an address; pictures drawn anew.
"""

import json
from html import escape
from typing import Any

from crawl_assets.samples.sites import HTML, TEXT, XML, Routes

PROGRAMME_LENGTH = 20
_RSS = "application/rss+xml; charset=utf-8"
_TOWN = {"addressLocality": "Bristol", "addressRegion": "England", "addressCountry": "GB"}
_PICTURES = {  # path: colour, shape
    "/img/lanterns.png": ((250, 180, 60), (320, 200)),
    "/img/otter.jpg": ((60, 140, 90), (400, 300)),
    "/img/tide.png": ((40, 90, 160), (240, 240)),
    "/img/puppets.jpg": ((170, 60, 110), (360, 240)),
    "/img/orchard.png": ((120, 170, 60), (300, 180)),
}
_THEMES = (
    "Bug hunt", "Pond dipping", "Den building", "Story walk", "Kite making", "Leaf printing", "Bird table", "Owl night",
    "Mud kitchen", "Stream safari", "Star gazing", "Wild weaving", "Bat listening", "Seed bombs", "Tree climbing",
    "Fossil rubbing", "Raft race", "Whittling", "Shadow theatre", "Campfire songs",
)  # fmt: skip


def events(base: str) -> Routes:
    """Return the guide's routes; `base` is the server's address."""
    pages = {
        "/": _home(),
        "/about/": _page("About this guide", "<p>Two neighbours write it, on Sunday evenings.</p>"),
        "/events/": _listing("What's on", _EVENT_LINKS),
        "/events/lantern-walk/": _page("Lantern walk", _LANTERNS_TEXT, _json_ld(_lanterns(base))),
        "/events/river-puppets/": _page("River puppets", _PUPPETS),
        "/events/toddler-swim/": _page("Toddler swim", "<p>Warm, shallow and loud.</p>", _json_ld(_SWIM)),
        "/events/kites-at-home/": _page("Kites at home", "<p>By video, with a list of what you need.</p>", _kites()),
        "/events/programme/": _page("Forest weeks: the programme", _programme_text(), _json_ld(_programme(base))),
        "/places/": _listing("BBQ - parks and playgrounds", _PLACE_LINKS, _json_ld(_CATEGORY)),
        "/places/otter-playground/": _page("Otter Playground", _OTTER_TEXT, _json_ld(_otter("/img/otter.jpg"))),
        "/places/otter-playground-south/": _page(
            "Otter playground", _OTTER_TEXT, _json_ld(_otter("../../img/otter.jpg"))
        ),
        "/places/tide-museum/": _page("Tide Museum", "<p>How the river rises.</p>", _json_ld(_MUSEUM)),
        "/places/crow-hill/": _page("Crow Hill", _CROW_HILL),
        "/places/cider-orchard/": _page("Cider orchard open day", _ORCHARD, _ORCHARD_HEAD),
    }
    routes: Routes = {path: (HTML, body.encode()) for path, body in pages.items()}
    for path, (colour, size) in _PICTURES.items():
        routes[path] = ("image/png" if path.endswith("png") else "image/jpeg", _picture(path, colour, size))
    routes["/news.xml"] = (_RSS, _feed(base).encode())
    listed = "".join(f"<url><loc>{base}{path}</loc></url>" for path in pages)
    sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
    routes["/sitemap.xml"] = (XML, sitemap.encode())
    routes["/robots.txt"] = (TEXT, f"User-agent: *\nDisallow: /private/\nSitemap: {base}/sitemap.xml\n".encode())
    return routes


def _page(title: str, body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(title)} | Bristol with children</title>'
        '<link rel="alternate" type="application/rss+xml" href="/news.xml">'
        f'{head}</head><body><nav><a href="/">Home</a> <a href="/events/">What\'s on</a> <a href="/places/">Places</a> '
        f'<a href="/about/">About</a></nav><main><h1>{escape(title)}</h1>{body}</main>'
        "<footer>&copy; the neighbours</footer></body></html>"
    )


def _home() -> str:
    site = {"@context": "https://schema.org", "@type": "WebSite", "name": "Bristol with children", "url": "/"}
    return _page("Bristol with children", "<p>What to do with children, this week and on any day.</p>", _json_ld(site))


def _listing(title: str, links: dict[str, str], head: str = "") -> str:
    items = "".join(f'<li><a href="{path}">{name}</a><p>Read more</p></li>' for path, name in links.items())
    return _page(title, f'<p>Page 1 of 1</p><ul class="cards">{items}</ul>', head)


def _json_ld(found: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(found)}</script>'


_EVENT_LINKS = {
    "/events/lantern-walk/": "Lantern walk",
    "/events/river-puppets/": "River puppets",
    "/events/toddler-swim/": "Toddler swim",
    "/events/kites-at-home/": "Kites at home",
    "/events/programme/": "Forest weeks",
}
_PLACE_LINKS = {
    "/places/otter-playground/": "Otter Playground",
    "/places/otter-playground-south/": "Otter playground",
    "/places/tide-museum/": "Tide Museum",
    "/places/crow-hill/": "Crow Hill",
    "/places/cider-orchard/": "Cider orchard",
}
_CATEGORY = {
    "@context": "https://schema.org",
    "@type": "CollectionPage",
    "name": "BBQ - parks and playgrounds",
    "mainEntity": {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": path} for place, path in enumerate(_PLACE_LINKS, start=1)
        ],
    },
}
_LANTERNS_TEXT = "<p>A slow walk along the harbour at dusk, with lanterns made that afternoon.</p>"
_OTTER_TEXT = "<p>A fenced playground with a water pump, swings and a slide for all sizes.</p>"
_SWIM = {
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "Toddler swim",
    "description": "Splashing under supervision, indoors.",
    "startDate": "2027-05-01",
    "eventSchedule": {
        "@type": "Schedule",
        "byDay": "https://schema.org/Saturday",
        "repeatFrequency": "P1W",
        "startTime": "09:30",
        "endTime": "10:15",
        "scheduleTimezone": "Europe/London",
    },
    "typicalAgeRange": "1-4",
    "location": {
        "@type": "SportsActivityLocation",
        "name": "Weir Baths",
        "address": {"@type": "PostalAddress", **_TOWN},
    },
    "offers": {"@type": "AggregateOffer", "lowPrice": "3.50", "highPrice": "5.00", "priceCurrency": "GBP"},
    "image": None,
}
_MUSEUM = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "BreadcrumbList", "itemListElement": []},
        {
            "@type": ["Museum", "TouristAttraction"],
            "name": "Tide Museum",
            "description": "How the river rises thirteen metres, with models to flood.",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "3 Lock Lane",
                "postalCode": "BS1 9ZZ",
                **_TOWN,
            },
            "geo": {"@type": "GeoCoordinates", "latitude": "51.4480", "longitude": -2.6203},
            "openingHours": ["Tu-Su 10:00-17:00"],
            "isAccessibleForFree": True,
            "image": {"@type": "ImageObject", "url": "/img/tide.png"},
            "keywords": "museum, indoors, rainy day",
        },
    ],
}
_PUPPETS = (
    '<div itemscope itemtype="https://schema.org/TheaterEvent"><h2 itemprop="name">River puppets</h2>'
    '<img itemprop="image" src="/img/puppets.jpg" alt="Two puppets">'
    '<p itemprop="description">A puppet play about an eel who wants to see the sea.</p>'
    '<time itemprop="startDate" datetime="2027-06-12T15:00:00+01:00">12 June, 3 pm</time> to '
    '<time itemprop="endDate" datetime="2027-06-12T16:00:00+01:00">4 pm</time>'
    '<p>For ages <span itemprop="typicalAgeRange">3-8</span></p>'
    '<div itemprop="location" itemscope itemtype="https://schema.org/Place"><span itemprop="name">The Barge</span>, '
    '<span itemprop="address">Welsh Back, Bristol BS1 4SP</span></div>'
    '<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="priceCurrency" '
    'content="GBP">£</span><span itemprop="price" content="6.00">6</span></div></div>'
)
_CROW_HILL = (
    '<div itemscope itemtype="https://schema.org/TouristAttraction"><meta itemprop="name" content="Crow Hill">'
    '<p itemprop="description">Sledging in winter, a view in summer. There is no address; follow the crows.</p></div>'
)
_ORCHARD_HEAD = (
    '<meta property="og:image" content="/img/orchard.png"><meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2027-01-07T08:00:00Z">'
    '<meta name="description" content="Press your own apples and take the juice home.">'
)
_ORCHARD = (
    "<p>Press your own apples and take the juice home. Posted on 7 January 2027.</p><p><strong>When:</strong> Saturday "
    "18 September 2027, 11:00 to 16:00</p><p><strong>Where:</strong> Long Acre, 44 Mill Road, Bristol BS3 5XX</p>"
    "<p><strong>Cost:</strong> £4 a child, grown-ups free</p><p><strong>Ages:</strong> 4 to 12</p>"
)


def _lanterns(base: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Lantern walk",
        "url": f"{base}/events/lantern-walk/",
        "description": "A slow walk along the harbour at dusk, with lanterns made that afternoon.",
        "startDate": "2027-05-21T20:30:00+01:00",
        "endDate": "2027-05-21T22:00:00+01:00",
        "image": [f"{base}/img/lanterns.png", f"{base}/img/lanterns.png?w=200"],
        "isAccessibleForFree": "true",
        "keywords": ["outdoors", "evening"],
        "location": {
            "@type": "Place",
            "name": "Harbour steps",
            "address": {"@type": "PostalAddress", "streetAddress": "Narrow Quay", "postalCode": "BS1 4QA", **_TOWN},
            "geo": {"@type": "GeoCoordinates", "latitude": 51.4493, "longitude": -2.5977},
        },
    }


def _kites() -> str:
    return _json_ld(
        {
            "@context": "https://schema.org",
            "@type": "ChildrensEvent",
            "name": "Kites at home",
            "startDate": "2027-07-03T10:00",
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "location": {"@type": "VirtualLocation", "url": "https://video.example/kites"},
            "offers": {"@type": "Offer", "price": 0, "priceCurrency": "GBP"},
            "description": None,
        }
    )


def _otter(picture: str) -> dict[str, Any]:
    return {
        "@context": "http://schema.org",
        "@type": "Playground",
        "name": "Otter Playground",
        "description": "A fenced playground with a water pump, swings and a slide for all sizes.",
        "address": "Otter Row, Bristol BS2 0AA, United Kingdom",
        "image": picture,
        "publicAccess": True,
    }


def _programme(base: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "item": _forest_event(place, theme, base)}
            for place, theme in enumerate(_THEMES, start=1)
        ],
    }


def _forest_event(place: int, theme: str, base: str) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": theme,
        "startDate": f"2027-08-{place:02}T10:00:00+01:00",
        "endDate": f"2027-08-{place:02}T12:00:00+01:00",
        "description": f"{theme} with the rangers of the forest school.",
        "url": f"{base}/events/programme/#{place}",
        "location": {"@type": "Place", "name": "Leigh Woods hut", "address": {"@type": "PostalAddress", **_TOWN}},
        "offers": {"@type": "Offer", "price": "7.50", "priceCurrency": "GBP"},
    }


def _programme_text() -> str:
    rows = "".join(f'<li id="{place}">{theme}, {place} August</li>' for place, theme in enumerate(_THEMES, start=1))
    return f"<p>Twenty mornings in the woods.</p><ol>{rows}</ol>"


def _feed(base: str) -> str:
    """Return a feed of three items: one of a page, one event that stands here alone, and news."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/">'
        f"<channel><title>Bristol with children</title><link>{base}/</link><description>New here</description>"
        f"<item><title>Lantern walk</title><link>{base}/events/lantern-walk/</link>"
        "<pubDate>Mon, 04 Jan 2027 08:00:00 GMT</pubDate></item>"
        f"<item><title>Harbour treasure hunt</title><link>{base}/events/treasure-hunt/</link>"
        "<description>Follow twelve clues around the harbour.</description>"
        "<pubDate>Tue, 05 Jan 2027 08:00:00 GMT</pubDate><ev:startdate>2027-06-19T10:00:00+01:00</ev:startdate>"
        "<ev:enddate>2027-06-19T13:00:00+01:00</ev:enddate><ev:location>Harbour steps, Bristol</ev:location></item>"
        f"<item><title>We have a new sandpit cover</title><link>{base}/about/</link>"
        "<pubDate>Wed, 06 Jan 2027 08:00:00 GMT</pubDate></item></channel></rss>"
    )


def _picture(path: str, colour: tuple[int, int, int], size: tuple[int, int]) -> bytes:
    from io import BytesIO

    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    draw.ellipse((size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2), fill=(250, 250, 240))
    data = BytesIO()
    image.save(data, "PNG" if path.endswith("png") else "JPEG")
    return data.getvalue()
