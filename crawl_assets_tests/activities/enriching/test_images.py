"""Pictures of a workflow's activities: fetched once each, kept once, and no failure costs more than its own row."""

from dataclasses import replace
from pathlib import Path

from crawl_assets.activities.enriching.images import ImageRow, enriched_images
from crawl_assets.activities.records import Activity
from crawl_assets.crawl.fetch import PoliteClient
from crawl_assets.crawl.limits import IMAGE_LIMITS
from crawl_assets.durable.retrying import RetryRule
from crawl_assets_tests.activities.enriching.enriching import LOG, activity, blobs_in, opened
from crawl_assets_tests.activities.enriching.test_pictures import drawn
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.site import Reply, Route, SiteServer, stall

PNG = Reply(drawn(), content_type="text/plain")  # what the header says does not count


def client(*places: str, seconds: float = 5.0) -> PoliteClient:
    limits = replace(IMAGE_LIMITS, total_seconds=seconds)
    return PoliteClient(allow_hosts=places, limits=limits, retry=RetryRule(attempts=1))


def images(folder: Path, site: SiteServer, activities: list[Activity], seconds: float = 5.0) -> list[ImageRow]:
    with opened(folder, "activity_images") as steps:
        return enriched_images(steps, client(site.place, seconds=seconds), blobs_in(folder), activities, LOG)


def pictured(site: SiteServer, *paths: str) -> list[Activity]:
    return [activity(f"a{number}", image_url=site.url + path) for number, path in enumerate(paths)]


def serving(**routes: Route) -> SiteServer:
    return SiteServer({f"/{name}": route for name, route in routes.items()})


def test_an_activity_s_picture_is_kept_as_webp_under_its_own_hash(tmp_path: Path) -> None:
    with serving(one=PNG) as site:
        [row] = images(tmp_path, site, pictured(site, "/one"))
    assert (row.row_key, row.image_url, row.width, row.height, row.error) == ("a0", site.url + "/one", 40, 30, None)
    assert row.blob == f"sha256:{row.sha256}"
    assert blobs_in(tmp_path).get(str(row.blob))[8:12] == b"WEBP"


def test_one_address_is_fetched_once_and_one_picture_kept_once(tmp_path: Path) -> None:
    with serving(one=PNG, two=PNG) as site:
        rows = images(tmp_path, site, pictured(site, "/one", "/two", "/one", "/one#top"))
        assert (site.count("/one"), site.count("/two")) == (1, 1)
    assert len({row.blob for row in rows}) == 1
    assert [row.row_key for row in rows] == ["a0", "a1", "a2", "a3"]


def test_a_picture_that_fails_is_a_row_with_its_reason_and_the_others_are_kept(tmp_path: Path) -> None:
    routes = {"good": PNG, "page": "<h1>Not a picture</h1>", "gone": Reply(status=404), "slow": stall}
    with serving(**routes) as site:
        wanted = pictured(site, "/good", "/page", "/gone", "/slow")
        rows = images(tmp_path, site, [*wanted, activity("f", image_url="ftp://x/y.png")], seconds=0.3)
    errors = [row.error or "" for row in rows]
    assert errors[0] == ""
    for error, words in zip(errors[1:], ["no JPEG, PNG", "HTTP 404", "no whole answer", "only http"], strict=True):
        assert words in error
    assert all(row.blob is None for row in rows[1:])


def test_an_activity_without_a_picture_has_no_row_and_no_activities_make_none(tmp_path: Path) -> None:
    with serving(one=PNG) as site:
        assert images(tmp_path, site, [activity("a"), activity("b", image_url="")]) == []
        assert site.requests == []


def test_private_addresses_are_not_asked(tmp_path: Path) -> None:
    with serving(one=PNG) as site, opened(tmp_path, "activity_images") as steps:
        [row] = enriched_images(steps, client(), blobs_in(tmp_path), pictured(site, "/one"), LOG)
        assert site.requests == []
    assert "not a public address" in str(row.error)


def test_a_secret_in_an_address_is_not_told(tmp_path: Path) -> None:
    with serving(one=Reply(status=404)) as site:
        [row] = images(tmp_path, site, pictured(site, "/one?token=abc123secret"))
    assert "abc123secret" not in str(row.error)


def test_a_kept_picture_that_was_lost_is_fetched_again(tmp_path: Path) -> None:
    with serving(one=PNG) as site:
        wanted = pictured(site, "/one")
        try:
            with opened(tmp_path, "activity_images") as steps:
                [row] = enriched_images(steps, client(site.place), blobs_in(tmp_path), wanted, LOG)
                raise InterruptedError
        except InterruptedError:
            pass
        (tmp_path / "blobs" / str(row.sha256)[:2] / str(row.sha256)[2:]).unlink()
        assert images(tmp_path, site, wanted) == [row]
    assert blobs_in(tmp_path).get(str(row.blob))


def fetch_all(folder: Path, place: str, urls: list[str]) -> None:
    """Fetch pictures; the main function of a child."""
    wanted = [activity(f"a{number}", image_url=url) for number, url in enumerate(urls)]
    with opened(folder, "activity_images") as steps:
        enriched_images(steps, client(place), blobs_in(folder), wanted, LOG)


def test_killed_in_the_middle_only_pictures_in_flight_are_fetched_again(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(60)]
    with SiteServer(dict.fromkeys(paths, PNG)) as site:
        urls = [site.url + path for path in paths]
        process = start(fetch_all, tmp_path, site.place, urls)
        assert site.wait_for_requests(30, seconds=30)
        process.kill()
        join(process)
        assert join(start(fetch_all, tmp_path, site.place, urls)) == 0
        asked = [site.count(path) for path in paths]
    assert all(count >= 1 for count in asked)
    assert sum(asked) - len(paths) <= 8
