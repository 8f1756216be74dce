"""What a user decides is read whole or refused with the rule's name."""

import pytest

from crawl_assets.llms_txt.composing.files import ComposeRules, read_rules
from crawl_assets.llms_txt.composing.rules import Override

EVERY_RULE = {
    "pins": ["https://a.example/x"],
    "sections": {"Standard  library": ["/library/"]},
    "order": ["Pages"],
    "overrides": {"https://a.example/faq": {"title": "Questions", "section": "Help"}},
    "exclude": ["/drafts/"],
    "optional": [],
    "link_twins": True,
    "public_url": "https://a.example/llms",
    "largest_llms_txt": 40_000,
    "largest_full_text": 2_000_000,
}


def test_every_rule_is_read() -> None:
    assert read_rules(EVERY_RULE) == ComposeRules(
        pins=("https://a.example/x",),
        sections={"Standard library": ("/library/",)},
        order=("Pages",),
        overrides={"https://a.example/faq": Override("Questions", None, "Help")},
        exclude=("/drafts/",),
        optional=(),
        link_twins=True,
        public_url="https://a.example/llms/",
        largest_llms_txt=40_000,
        largest_full_text=2_000_000,
    )
    assert read_rules({}) == ComposeRules()


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"pin": []}, "no rule is called 'pin'; there is pins, sections"),
        ({"pins": "https://a.example/"}, "the rule pins must be a list of texts"),
        ({"pins": ["/a"]}, "the rule pins needs addresses .* not '/a'"),
        ({"sections": ["a"]}, "the rule sections must be an object"),
        ({"sections": {"A": "/a"}}, r"the rule sections\.A must be a list"),
        ({"sections": {" ": ["/a"]}}, "a section without a name"),
        ({"order": [1]}, "the rule order must be a list of texts"),
        ({"overrides": {"https://a.example/": {"titel": "x"}}}, "may have title, description and section"),
        ({"overrides": {"a": {}}}, "the rule overrides needs addresses"),
        ({"overrides": {"https://a.example/": "x"}}, r"overrides\.https://a\.example/ must be an object"),
        ({"link_twins": "yes", "public_url": "https://a.example"}, "link_twins must be true or false"),
        ({"link_twins": True}, "link_twins needs public_url"),
        ({"public_url": "http://["}, "the rule public_url needs addresses"),
        ({"largest_llms_txt": True}, "a number of characters from 1000 on, not True"),
        ({"largest_full_text": 10}, "a number of characters from 1000 on, not 10"),
    ],
)
def test_a_wrong_rule_is_named(rules: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_rules(rules)
